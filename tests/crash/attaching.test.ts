/** What an acknowledged piece means: it is there after a kill, and a file is whole or goes on. */
import { expect, test } from "bun:test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Attachments, migrations } from "../../appliance/attachments/index.ts";
import { systemClock } from "../../appliance/clock.ts";
import { systemRandom } from "../../appliance/random.ts";
import type { Attachment } from "../../mesh/kinds/index.ts";
import { toMemberId, toOpId } from "../../mesh/op/index.ts";
import { type MadeFile, makeFile, pieceBytes } from "../support/attach.ts";
import { openSmallBox } from "./small-box.ts";

const rounds = 20;
const member = toMemberId("aa".repeat(16));
const allowance = { waitSeconds: () => 0, spend: () => {} };

/** What the box has said that it has; sends on until the box is gone, or all is there. */
async function send(url: string, { named, content }: MadeFile, said: number): Promise<number> {
  const { hash, salt, bytes } = named;
  let at = said;
  try {
    const body = JSON.stringify({ hash, salt, bytes });
    const known = (await (await fetch(url, { method: "POST", body })).json()) as {
      received: number;
    };
    // Nothing that was acknowledged is missing.
    expect(known.received).toBeGreaterThanOrEqual(said);
    at = known.received;
    while (at < bytes) {
      const piece = content.slice(at, at + pieceBytes);
      const path = `${url}?hash=${hash}&offset=${at}`;
      const answer = await fetch(path, { method: "PUT", body: piece });
      at = ((await answer.json()) as { received: number }).received;
    }
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error || error.name === "SyntaxError"))
      throw error;
  }
  return at;
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += new TextDecoder().decode(chunk);
    if (text.includes("\n")) return text.trim();
  }
  throw new Error(`The box did not start: ${text}`);
}

async function contentOf(dir: string, { hash }: Attachment): Promise<Uint8Array> {
  const store = await openSmallBox(dir, {}, migrations);
  const attachments = new Attachments({
    store,
    clock: systemClock,
    random: systemRandom,
    allowance,
  });
  const op = toOpId("12".repeat(16));
  await store.write(({ db }) =>
    db
      .query("INSERT INTO attachment_naming VALUES (unhex(?), unhex(?), unhex(?))")
      .run(op, hash, member),
  );
  const read = Buffer.concat([...attachments.read(hash, () => true).pieces()]);
  await store.close();
  return new Uint8Array(read);
}

test(`${rounds} × kill -9 while a file comes in: each acknowledged piece is there`, async () => {
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-attaching-"));
  const file = await makeFile(systemRandom.bytes(9_000_000));
  const script = join(import.meta.dir, "attaching.process.ts");
  let said = 0;
  for (let round = 0; round < rounds; round++) {
    const box = Bun.spawn([process.execPath, script, dir], { stdout: "pipe", stderr: "inherit" });
    const sending = send(`http://127.0.0.1:${await firstLine(box.stdout)}`, file, said);
    await Bun.sleep(5 + Math.random() * 25);
    box.kill("SIGKILL");
    [said] = await Promise.all([sending, box.exited]);
  }
  expect(said).toBeGreaterThan(0);
  const box = Bun.spawn([process.execPath, script, dir], { stdout: "pipe", stderr: "inherit" });
  said = await send(`http://127.0.0.1:${await firstLine(box.stdout)}`, file, said);
  box.kill("SIGKILL");
  await box.exited;
  expect(said).toBe(file.content.length);
  expect(await contentOf(dir, file.named)).toEqual(file.content);
});

test("a disk that fills up refuses the next piece, keeps the others, and goes on", async () => {
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-attaching-"));
  const { named, content } = await makeFile(systemRandom.bytes(20 * pieceBytes));
  const { hash, salt, bytes } = named;
  const open = async (trial: { pagesMax?: number }) => {
    const store = await openSmallBox(dir, trial, migrations);
    const parts = { store, clock: systemClock, random: systemRandom, allowance };
    return { store, attachments: new Attachments(parts) };
  };
  const full = await open({ pagesMax: 200 });
  await full.attachments.announce(member, { hash, salt, bytes });
  let at = 0;
  const putNext = ({ attachments }: typeof full) =>
    attachments.put(member, hash, at, content.slice(at, at + pieceBytes));
  const filling = async () => {
    for (;;) at = await putNext(full);
  };
  await expect(filling()).rejects.toMatchObject({ code: "disk-full", status: 507 });
  expect(at).toBeGreaterThan(0);
  await full.store.close();

  const again = await open({});
  const known = await again.attachments.announce(member, { hash, salt, bytes });
  expect(known).toEqual({ received: at, bytes });
  while (at < bytes) at = await putNext(again);
  await again.store.close();
  expect(await contentOf(dir, named)).toEqual(content);
});
