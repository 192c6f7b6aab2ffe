/** Files of proposals in the hands of people who mean no good. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { systemRandom } from "../../appliance/random.ts";
import { kinds } from "../../mesh/kinds/index.ts";
import { fromBase64Url, type OpId } from "../../mesh/op/index.ts";
import {
  announceFile,
  codeOf,
  fetchFile,
  type MadeFile,
  makeFile,
  pieceBytes,
  putPiece,
  sendFile,
} from "../support/attach.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { plainProposal, plainText, propose, signProposal } from "../support/decide.ts";
import { foundedBox, TestMember } from "../support/member.ts";

let box: TestBox;
let ana: TestMember;
let bo: TestMember;
let guest: TestMember;

beforeAll(async () => {
  box = await startBox();
  const { founder, members } = await foundedBox(box, 1);
  ana = founder;
  bo = members[0] as TestMember;
  guest = await TestMember.join(box, (await ana.invite({ role: "guest" })).seed);
});
afterAll(() => box.close());

const attached = (file: MadeFile) => ({ text: { attachments: [file.named] } });
const large = () => makeFile(systemRandom.bytes(pieceBytes + 5));
const notFound = async (member: TestMember, file: MadeFile) =>
  expect(await codeOf(await fetchFile(member, file))).toBe("attachment-absent");

test("a file of a draft is its author's alone, also for who names the draft's text or its file", async () => {
  const file = await large();
  await sendFile(ana, file);
  const [text, draft] = await signProposal(ana, { publish: false, ...attached(file) });
  if (text === undefined || draft === undefined) throw new Error("Nothing was signed.");
  await ana.submit(text, draft);
  expect((await fetchFile(ana, file)).status).toBe(200);
  await notFound(bo, file);
  // The id of the text stands in the log for everybody; a version of one's own names it.
  await bo.speak(kinds.proposal, { ...plainProposal, text: text.id });
  await notFound(bo, file);
  const { operations } = await bo.get<{ operations: { id: string; wire: string }[] }>(
    "/api/ops?limit=500",
  );
  const wire = operations.find(({ id }) => id === text.id)?.wire ?? "";
  expect(wire).not.toBe("");
  expect(Buffer.from(fromBase64Url(wire) ?? []).includes(file.named.name)).toBe(false);
  // Neither reading nor asking how much is here tells a stranger that it exists.
  const never = await large();
  const [known, unknown] = [await fetchFile(bo, file), await fetchFile(bo, never)];
  expect(await known.text()).toBe(await unknown.text());
  expect(await (await announceFile(bo, file)).json()).toEqual({
    received: 0,
    bytes: file.content.length,
  });
});

test("without a session there is nothing, and a guest reads but brings nothing", async () => {
  const file = await makeFile("read me");
  await sendFile(ana, file);
  await propose(ana, attached(file));
  const path = `/api/attachments/${file.named.hash}`;
  expect((await box.fetch(path)).status).toBe(401);
  expect((await box.fetch(path, { headers: { authorization: "Bearer none" } })).status).toBe(401);
  expect(await (await fetchFile(guest, file)).text()).toBe("read me");
  expect((await announceFile(guest, await makeFile("of a guest"))).status).toBe(403);
  expect((await putPiece(guest, file, 0, file.content)).status).toBe(403);
});

test("nobody goes on with somebody else's file, spoils it, or keeps it from being erased", async () => {
  const file = await large();
  const thread = await propose(ana, attached(file));
  await announceFile(ana, file);
  await putPiece(ana, file, 0, file.content.slice(0, pieceBytes));
  expect(await codeOf(await putPiece(bo, file, pieceBytes, file.content.slice(pieceBytes)))).toBe(
    "attachment-unknown",
  );
  // Who announces the same and sends rubbish has only their own rubbish thrown away.
  await announceFile(bo, file);
  await putPiece(bo, file, 0, systemRandom.bytes(pieceBytes));
  expect(await codeOf(await putPiece(bo, file, pieceBytes, systemRandom.bytes(5)))).toBe(
    "attachment-hash",
  );
  await sendFile(ana, file);
  expect((await fetchFile(bo, file)).status).toBe(200);
  // Somebody else names it: that does not make it theirs.
  const copied = await propose(bo, attached(file));
  const { text } = kinds.proposal.schema.decode(box.box.store.body(thread) ?? []);
  await ana.speak(kinds.erase, { targets: [text] });
  await notFound(bo, file);
  const detail = await bo.get<{ text: { attachments: { received: number }[] } }>(
    `/api/decisions/${copied}`,
  );
  expect(detail.text.attachments).toMatchObject([{ received: 0 }]);
});

test("pieces have their size and their order, and no place outside of the file", async () => {
  const file = await large();
  await announceFile(ana, file);
  const put = (offset: number, bytes: number) =>
    putPiece(ana, file, offset, systemRandom.bytes(bytes)).then(codeOf);
  expect(await put(0, pieceBytes + 1)).toBe("too-large");
  for (const [offset, bytes] of [
    [0, pieceBytes - 1],
    [0, 0],
    [0, 1],
    [1, pieceBytes],
    [pieceBytes, pieceBytes],
    [pieceBytes, 0],
    [2 * pieceBytes, 5],
    [10 * pieceBytes, 0],
  ] as const) {
    expect(await put(offset, bytes)).toBe("attachment-piece");
  }
  expect(await put(pieceBytes, 5)).toBe("attachment-gap");
  for (const offset of ["-1", "x", "99999999999"]) {
    const path = `/api/attachments/${file.named.hash}?offset=${offset}`;
    const headers = { "content-type": "application/octet-stream" };
    const answer = await ana.fetch(path, {
      method: "PUT",
      headers,
      body: file.content.slice(0, 5),
    });
    expect(answer.status).toBe(422);
  }
  const answer = await announceFile(ana, file);
  expect(await answer.json()).toEqual({ received: 0, bytes: file.content.length });
});

test("an address names a file by its hash and nothing else", async () => {
  for (const path of ["..%2f..%2fbox%2fkeyring.key", "%00", "a".repeat(63), `${"A".repeat(64)}`]) {
    expect((await ana.fetch(`/api/attachments/${path}`)).status).toBe(422);
  }
  const { hash, salt, bytes } = (await makeFile("x")).named;
  for (const body of [
    { hash: "../x", salt, bytes },
    { hash, salt: "", bytes },
    { hash, salt, bytes: -1 },
    { hash, salt, bytes: 1.5 },
    { hash, salt, bytes, name: "../../etc/passwd" },
  ]) {
    expect((await ana.post("/api/attachments", body)).status).toBe(422);
  }
});

test("a text that names what no file may be called, too many or twice has no effect", async () => {
  const { named } = await makeFile("x");
  const files = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => makeFile(String(n))));
  const [first] = files;
  if (first === undefined) throw new Error("No file.");
  for (const attachments of [
    [{ ...named, name: "../../etc/passwd" }],
    [{ ...named, name: "a\u202egnp.exe" }],
    [{ ...named, bytes: 10_000_001 }],
    files.map((file) => file.named),
    [first.named, first.named],
  ]) {
    // What our own code would not sign, somebody else's does.
    const plain = kinds.proposalText.schema.encode(plainText);
    const raw = attachments.map(({ name, type, bytes, salt, hash }) => [
      name,
      type,
      bytes,
      Buffer.from(salt, "hex"),
      Buffer.from(hash, "hex"),
    ]);
    const schema = { decode: () => plainText, encode: () => [...plain, raw] };
    expect(await ana.refusal({ ...kinds.proposalText, schema } as never, plainText as never)).toBe(
      "malformed",
    );
  }
});

test("erasing somebody else's words, and so their files, is for moderators", async () => {
  const file = await makeFile("stays");
  await sendFile(ana, file);
  const thread = await propose(ana, attached(file));
  const { text } = kinds.proposal.schema.decode(box.box.store.body(thread as OpId) ?? []);
  expect(await bo.refusal(kinds.erase, { targets: [text] })).not.toBeNull();
  expect((await fetchFile(bo, file)).status).toBe(200);
});
