import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { attachmentBytesMax, kinds } from "../../mesh/kinds/index.ts";
import { runs } from "../../tests/support/arbitrary.ts";
import {
  announceFile,
  codeOf,
  fetchFile,
  type MadeFile,
  makeFile,
  pieceBytes,
  putPiece,
  sendFile,
} from "../../tests/support/attach.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { propose } from "../../tests/support/decide.ts";
import { type FakeClock, fakeClock } from "../../tests/support/fake-clock.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import { systemClock } from "../clock.ts";
import { systemRandom } from "../random.ts";
import { unnamedMax } from "./attachments.ts";
import { keptDays } from "./sweep.ts";

const day = 86_400;
let box: TestBox;
let clock: FakeClock;
let ana: TestMember;
let bo: TestMember;

beforeAll(async () => {
  clock = fakeClock(Math.floor(systemClock.nowMs() / 1_000));
  box = await startBox({ clock });
  const founded = await foundedBox(box, 1);
  ana = founded.founder;
  bo = founded.members[0] as TestMember;
});
afterAll(() => box.close());

const large = () => makeFile(systemRandom.bytes(2 * pieceBytes + 1_000));
const named = (file: MadeFile) => ({ text: { attachments: [file.named] } });
const received = async (answer: Response) =>
  ((await answer.json()) as { received: number }).received;

interface Detail {
  version: string;
  text: { attachments: { hash: string; received: number; bytes: number; name: string }[] } | null;
}
const filesOf = async (member: TestMember, thread: string) =>
  (await member.get<Detail>(`/api/decisions/${thread}`)).text?.attachments;

function rowsOf(file: MadeFile): { files: number; pieces: number } {
  const { db } = box.box.store;
  const count = (sql: string) =>
    db.query<{ n: number }, [string]>(`SELECT count(*) AS n FROM ${sql}`).get(file.named.hash)?.n;
  const files = "attachment WHERE hash = unhex(?)";
  return {
    files: count(files) ?? 0,
    pieces: count(`attachment_piece WHERE file IN (SELECT id FROM ${files})`) ?? 0,
  };
}

async function passDays(days: number): Promise<void> {
  clock.pass(days * day);
  ana.token = null;
  bo.token = null;
  await ana.get("/api/me");
  await bo.get("/api/me");
}

describe("a file of a proposal", () => {
  test("comes in pieces before its proposal; who sees that fetches the same bytes", async () => {
    const file = await large();
    await sendFile(ana, file);
    expect((await fetchFile(bo, file)).status).toBe(404);
    const thread = await propose(ana, named(file));
    expect(await filesOf(bo, thread)).toMatchObject([
      { name: "budget.csv", hash: file.named.hash, received: file.content.length },
    ]);
    const answer = await fetchFile(bo, file);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(file.content);
  });

  test("comes after its proposal, which says until then how much is here", async () => {
    const file = await large();
    const thread = await propose(ana, named(file));
    expect(await filesOf(bo, thread)).toMatchObject([{ received: 0 }]);
    expect((await fetchFile(bo, file)).status).toBe(404);
    await announceFile(ana, file);
    await putPiece(ana, file, 0, file.content.slice(0, pieceBytes));
    expect(await filesOf(bo, thread)).toMatchObject([{ received: pieceBytes }]);
    expect((await fetchFile(bo, file)).status).toBe(404);
    await sendFile(ana, file);
    expect(await filesOf(bo, thread)).toMatchObject([{ received: file.content.length }]);
    expect((await fetchFile(bo, file)).status).toBe(200);
  });

  test("is a download and nothing else, whatever it claims to be", async () => {
    const page = "<script>parent.postMessage(document.domain)</script>";
    const file = await makeFile(page, {
      name: 'Añadir "ahora".html'.replaceAll('"', ""),
      type: "text/html",
    });
    await sendFile(ana, file);
    await propose(ana, named(file));
    const { headers } = await fetchFile(bo, file);
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect(headers.get("content-security-policy")).not.toContain("allow-scripts");
    expect(headers.get("content-disposition")).toBe(
      "attachment; filename=\"A_adir ahora.html\"; filename*=UTF-8''A%C3%B1adir%20ahora.html",
    );
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test("is announced again after a break, and goes on where it was", async () => {
    const file = await large();
    expect(await received(await announceFile(ana, file))).toBe(0);
    await putPiece(ana, file, 0, file.content.slice(0, pieceBytes));
    expect(await received(await announceFile(ana, file))).toBe(pieceBytes);
    // The answer was lost, the piece was not.
    const again = await putPiece(ana, file, 0, file.content.slice(0, pieceBytes));
    expect(await received(again)).toBe(pieceBytes);
    const gap = await putPiece(ana, file, 2 * pieceBytes, file.content.slice(2 * pieceBytes));
    expect(gap.status).toBe(409);
    expect(await gap.json()).toMatchObject({
      received: pieceBytes,
      error: { code: "attachment-gap" },
    });
    await sendFile(ana, file);
    expect(await received(await announceFile(ana, file))).toBe(file.content.length);
  });

  test("is what it says, or nothing of it is kept", async () => {
    const file = await large();
    const wrong = file.content.slice();
    wrong[70_000] = (wrong[70_000] ?? 0) ^ 1;
    await announceFile(ana, file);
    await putPiece(ana, file, 0, wrong.slice(0, pieceBytes));
    await putPiece(ana, file, pieceBytes, wrong.slice(pieceBytes, 2 * pieceBytes));
    const last = await putPiece(ana, file, 2 * pieceBytes, wrong.slice(2 * pieceBytes));
    expect([last.status, await codeOf(last)]).toEqual([422, "attachment-hash"]);
    expect(rowsOf(file)).toEqual({ files: 0, pieces: 0 });
    await sendFile(ana, file);
    expect(rowsOf(file)).toEqual({ files: 1, pieces: 3 });
  });

  test("arrives whole, however often a phone breaks off, repeats and comes again", async () => {
    const steps = fc.array(fc.constantFrom("announce", "next", "repeat", "ahead"), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (walk) => {
        const file = await makeFile(systemRandom.bytes(2 * pieceBytes + 7));
        let at = await received(await announceFile(ana, file));
        const piece = (from: number) =>
          putPiece(ana, file, from, file.content.slice(from, from + pieceBytes));
        for (const step of walk) {
          if (step === "announce") expect(await received(await announceFile(ana, file))).toBe(at);
          if (step === "next" && at < file.content.length) at = await received(await piece(at));
          if (step === "repeat" && at > 0) expect(await received(await piece(0))).toBe(at);
          const ahead = at + pieceBytes;
          if (step === "ahead" && at % pieceBytes === 0 && ahead < file.content.length) {
            expect((await piece(ahead)).status).toBe(409);
          }
        }
        await sendFile(ana, file);
        expect(rowsOf(file)).toEqual({ files: 1, pieces: 3 });
        await propose(ana, named(file));
        const fetched = new Uint8Array(await (await fetchFile(bo, file)).arrayBuffer());
        expect(fetched).toEqual(file.content);
      }),
      { ...runs(5), endOnFailure: true },
    );
  });

  test("is refused when it is empty or too large, with what to do", async () => {
    const file = await makeFile("x");
    const sized = (bytes: number) =>
      announceFile(ana, { ...file, named: { ...file.named, bytes } });
    expect(await codeOf(await sized(0))).toBe("attachment-empty");
    const answer = await sized(attachmentBytesMax + 1);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({
      error: { code: "attachment-size", hint: expect.stringContaining("10 MB") },
    });
    expect((await sized(attachmentBytesMax)).status).toBe(200);
    expect(
      await codeOf(await putPiece(ana, { named: (await large()).named }, 0, file.content)),
    ).toBe("attachment-unknown");
  });

  test("of which no proposal speaks is thrown away after some days, and half of one", async () => {
    const [unnamed, half, kept] = [await large(), await large(), await large()];
    await sendFile(ana, unnamed);
    await sendFile(ana, kept);
    await propose(ana, named(kept));
    await propose(ana, named(half));
    await announceFile(ana, half);
    await putPiece(ana, half, 0, half.content.slice(0, pieceBytes));
    await passDays(keptDays - 1);
    await announceFile(ana, await large());
    expect([unnamed, half, kept].map((file) => rowsOf(file).files)).toEqual([1, 1, 1]);
    await passDays(2);
    await announceFile(ana, await large());
    expect([unnamed, half, kept].map((file) => rowsOf(file).files)).toEqual([0, 0, 1]);
    expect((await fetchFile(bo, kept)).status).toBe(200);
    // Its phone brings it again.
    await sendFile(ana, half);
    expect((await fetchFile(bo, half)).status).toBe(200);
  });

  test("waits for a proposal with so many others of its member at most", async () => {
    await passDays(keptDays + 1);
    for (let n = 0; n < unnamedMax; n++) await sendFile(bo, await makeFile(`${n}`));
    const one = await makeFile("one more");
    expect(await codeOf(await announceFile(bo, one))).toBe("attachments-waiting");
    expect((await announceFile(ana, one)).status).toBe(200);
    const proposed = await makeFile("proposed");
    await propose(ana, named(one));
    await passDays(keptDays + 1);
    expect((await announceFile(bo, proposed)).status).toBe(200);
  });
});

describe("several versions", () => {
  test("keep a file as long as one of them that names it has its words", async () => {
    const [both, first, second] = [await large(), await makeFile("one"), await makeFile("two")];
    for (const file of [both, first, second]) await sendFile(ana, file);
    const thread = await propose(ana, { text: { attachments: [both.named, first.named] } });
    const textOf = (version: string) =>
      kinds.proposal.schema.decode(box.box.store.body(version as never) ?? []).text;
    const amended = await propose(ana, {
      thread,
      previous: thread,
      text: { attachments: [both.named, second.named] },
    });
    expect((await filesOf(bo, thread))?.map(({ hash }) => hash)).toEqual([
      both.named.hash,
      second.named.hash,
    ]);
    await ana.speak(kinds.erase, { targets: [textOf(thread)] });
    const status = (file: MadeFile) => fetchFile(bo, file).then((answer) => answer.status);
    expect([await status(both), await status(first), await status(second)]).toEqual([
      200, 404, 200,
    ]);
    expect(rowsOf(first)).toEqual({ files: 0, pieces: 0 });
    await ana.speak(kinds.erase, { targets: [textOf(amended)] });
    expect([await status(both), await status(first), await status(second)]).toEqual([
      404, 404, 404,
    ]);
    // A phone that has not heard of it does not bring it back.
    expect(await codeOf(await announceFile(ana, both))).toBe("attachment-erased");
  });
});

test("counts against what a member may bring in a day, and goes on the day after", async () => {
  const clock = fakeClock(Math.floor(systemClock.nowMs() / 1_000));
  const small = await startBox({ config: "limits:\n  memberMegabytesPerDay: 1\n", clock });
  try {
    const { founder } = await foundedBox(small, 0);
    const file = await makeFile(systemRandom.bytes(2_000_000));
    await announceFile(founder, file);
    let at = 0;
    let answer = new Response();
    for (; at < file.content.length; at += pieceBytes) {
      answer = await putPiece(founder, file, at, file.content.slice(at, at + pieceBytes));
      if (!answer.ok) break;
    }
    expect([answer.status, await codeOf(answer)]).toEqual([429, "member-ration"]);
    expect(at).toBe(Math.ceil(1_000_000 / pieceBytes) * pieceBytes);
    expect(await codeOf(await announceFile(founder, await makeFile("another")))).toBe(
      "member-ration",
    );
    // What is here already is told all the same, and taken again.
    expect(await received(await announceFile(founder, file))).toBe(at);
    expect((await putPiece(founder, file, 0, file.content.slice(0, pieceBytes))).status).toBe(200);
    clock.pass(day + 1);
    founder.token = null;
    for (; at < file.content.length; at += pieceBytes) {
      answer = await putPiece(founder, file, at, file.content.slice(at, at + pieceBytes));
      expect(answer.status).toBe(200);
    }
    expect(await received(await announceFile(founder, file))).toBe(2_000_000);
  } finally {
    await small.close();
  }
});

test("is told to phones that look on, as soon as it is whole", async () => {
  const file = await makeFile("news");
  await propose(ana, named(file));
  const stream = await bo.fetch("/api/events", { headers: { accept: "text/event-stream" } });
  const reader = stream.body?.getReader();
  if (reader === undefined) throw new Error("no stream");
  await Bun.sleep(300);
  await sendFile(ana, file);
  let heard = "";
  while (!heard.includes('"change"'))
    heard += new TextDecoder().decode((await reader.read()).value);
  expect(heard).toContain('"change"');
  await reader.cancel();
});

test("stands in the copy of everything about its member", async () => {
  const file = await makeFile("mine");
  await sendFile(ana, file);
  const copy = await ana.get<{ attachments: object[] }>("/api/me/export");
  const { hash, bytes } = file.named;
  expect(copy.attachments).toContainEqual({ hash, bytes, received: bytes });
});
