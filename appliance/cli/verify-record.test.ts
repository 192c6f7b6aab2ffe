import { expect, test } from "bun:test";
import { compare, encodeEvidenceFile, encodeInclusionFile } from "../../mesh/log/index.ts";
import { utf8 } from "../../mesh/op/index.ts";
import { memoryLog, numberedId } from "../../tests/support/memory-log.ts";
import { communityId, makeOperation, namedSigner } from "../../tests/support/operations.ts";
import { verifyRecordFile } from "./verify-record.ts";

const ballot = await makeOperation({ kind: 60, body: [new Uint8Array(16), 1, 1] });
const log = await memoryLog([numberedId(1), ballot.id, numberedId(2)]);
const boxKey = log.signer.publicKey;

test("a proof is told in words, and a broken one proves nothing", async () => {
  const proof = {
    index: 1,
    path: log.tree().inclusionPath(1, 3),
    checkpoint: await log.checkpoint(),
  };
  const authorKey = (await namedSigner("ana")).publicKey;
  const subject = { community: communityId, boxKey, authorKey, wire: ballot.bytes };
  const file = encodeInclusionFile(proof, subject);
  const said = await verifyRecordFile(utf8(file));
  expect(said?.ok).toBe(true);
  expect(said?.lines.join("\n")).toContain("number 2 of 3");
  expect(said?.lines.join("\n")).toContain("ballot");
  const broken = await verifyRecordFile(utf8(file.replace("\nindex 1\n", "\nindex 0\n")));
  expect(broken).toMatchObject({ ok: false, value: { reason: "path" } });
});

test("evidence is judged: proven, alleged, none", async () => {
  const about = { community: communityId, boxKey, now: 1_795_000_000 };
  const { known } = await compare([], await log.shown(), about);
  const other = await memoryLog([numberedId(9), ballot.id, numberedId(2), numberedId(3)]);
  const fileOf = async (shown: Awaited<ReturnType<typeof log.shown>>) => {
    const { finding } = await compare(known, shown, about);
    if (finding.kind !== "fault") throw new Error("no fault");
    return encodeEvidenceFile(finding.evidence);
  };
  const proven = await fileOf(await other.shown());
  expect(await verifyRecordFile(utf8(proven))).toMatchObject({ ok: true });
  const shown = { ...(await other.shown()), consistency: async () => null };
  const alleged = await verifyRecordFile(utf8(await fileOf(shown)));
  expect(alleged?.ok).toBe(false);
  expect(alleged?.lines.join("\n")).toContain("word of who saw it");
  const forged = proven.replace(/"boxKey": "[^"]*"/, '"boxKey": "AA"');
  expect(await verifyRecordFile(utf8(forged))).toMatchObject({ ok: false });
});

test("other files are left to others", async () => {
  expect(await verifyRecordFile(utf8("{}"))).toBeNull();
});
