import { expect, test } from "bun:test";
import {
  hash,
  memoryLog,
  nodeCrypto,
  numberedId,
  treeOver,
} from "../../tests/support/memory-log.ts";
import { communityId, makeOperation, namedSigner } from "../../tests/support/operations.ts";
import { concatBytes, encodeCbor, utf8 } from "../op/index.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import { encodeEvidenceFile, verifyEvidenceFile } from "./evidence.ts";
import { decodeInclusion, encodeInclusionFile, verifyInclusionFile } from "./inclusion.ts";
import {
  checkpointLinesMax,
  evidenceFileBytesMax,
  inclusionFileBytesMax,
  logsMax,
  noteBytesMax,
  noteSignaturesMax,
  pathHashesMax,
  treeSizeMax,
} from "./limits.ts";
import { leafHash, nodeHash, verifyInclusion } from "./merkle.ts";
import { openNote, parseNote, signNote } from "./note.ts";
import { compare, type KnownLog } from "./witness.ts";

const signer = await namedSigner("box");
const key = { name: "log", publicKey: signer.publicKey };

test("a note may be so long, and not a byte longer", async () => {
  const rest = utf8(await signNote("x\n", "log", signer)).length - 1;
  const longest = await signNote(`${"x".repeat(noteBytesMax - rest)}\n`, "log", signer);
  expect(utf8(longest)).toHaveLength(noteBytesMax);
  expect(openNote(parseNote(longest), key, nodeCrypto)).not.toBeNull();
  expect(signNote(`${"x".repeat(noteBytesMax - rest + 1)}\n`, "log", signer)).rejects.toThrow();
});

test("a note may carry so many signatures", async () => {
  const note = await signNote("text\n", "log", signer);
  const more = (count: number) => note + "— witness AAAAAAA=\n".repeat(count);
  expect(parseNote(more(noteSignaturesMax - 1)).signatures).toHaveLength(noteSignaturesMax);
  expect(() => parseNote(more(noteSignaturesMax))).toThrow("not a signed note");
});

test("a checkpoint may have so many more lines", async () => {
  const root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
  const of = (lines: number) => signNote(`log\n1\n${root}\n${"x\n".repeat(lines)}`, "log", signer);
  expect(parseCheckpoint(await of(checkpointLinesMax)).size).toBe(1);
  const longer = await of(checkpointLinesMax + 1);
  expect(() => parseCheckpoint(longer)).toThrow("not a checkpoint");
});

test("a tree may be so large", async () => {
  const note = (size: number) =>
    `log\n${size}\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— log AAAAAAA=\n`;
  expect(parseCheckpoint(note(treeSizeMax)).size).toBe(treeSizeMax);
  expect(() => parseCheckpoint(note(treeSizeMax + 1))).toThrow("not a checkpoint");
});

test("a path may be so long", () => {
  const proof = (hashes: number) => encodeCbor([0, new Uint8Array(32 * hashes), "x"]);
  expect(decodeInclusion(proof(pathHashesMax)).path).toHaveLength(pathHashesMax);
  expect(() => decodeInclusion(proof(pathHashesMax + 1))).toThrow("not a proof");
  const leaf = leafHash(hash, Uint8Array.of(1));
  const path = Array.from({ length: pathHashesMax + 1 }, () => leaf);
  const root = path.reduce((sum, node) => nodeHash(hash, sum, node), leaf);
  expect(verifyInclusion(hash, { index: 0, size: treeSizeMax, leaf, path, root })).toBe(false);
});

test("files may be so long", async () => {
  const ballot = await makeOperation();
  const log = await memoryLog([ballot.id]);
  const proof = { index: 0, path: [], checkpoint: await log.checkpoint() };
  const authorKey = (await namedSigner("ana")).publicKey;
  const subject = {
    community: communityId,
    boxKey: signer.publicKey,
    authorKey,
    wire: ballot.bytes,
  };
  const file = utf8(encodeInclusionFile(proof, subject));
  expect((await verifyInclusionFile(file)).ok).toBe(true);
  const padded = concatBytes(
    file,
    new Uint8Array(inclusionFileBytesMax + 1 - file.length).fill(10),
  );
  expect((await verifyInclusionFile(padded)).ok).toBe(false);

  const other = await memoryLog([numberedId(1)]);
  const known = (await compare([], await log.shown(), about)).known;
  const { finding } = await compare(known, await other.shown(), about);
  if (finding.kind !== "fault") throw new Error("no fault");
  const evidence = encodeEvidenceFile(finding.evidence);
  const judge = async (text: string) => (await verifyEvidenceFile(utf8(text))).verdict;
  const room = evidenceFileBytesMax - utf8(evidence).length;
  expect(await judge(evidence + " ".repeat(room))).toBe("proven");
  expect(await judge(evidence + " ".repeat(room + 1))).toBe("invalid");
});

const about = { community: communityId, boxKey: signer.publicKey, now: 0 };

test("restores are followed over so many logs", async () => {
  const ids = [numberedId(1)];
  const first = await memoryLog(ids);
  const { known } = await compare([], await first.shown(), about);
  const root = treeOver([]).root(0);
  const chain = [first];
  for (let number = 2; number <= logsMax + 2; number++) {
    const previous = chain.at(-1)?.origin ?? null;
    chain.push(await memoryLog(ids, { reason: "restored", number, previous, size: 0, root }));
  }
  const after = async (last: number, of: readonly KnownLog[] = known) => {
    const logs = chain.slice(0, last + 1);
    const shown = await (logs.at(-1) as (typeof chain)[number]).shown();
    return (await compare(of, { ...shown, logs }, about)).finding.kind;
  };
  expect(await after(logsMax)).toBe("restored");
  expect(await after(logsMax + 1)).toBe("fault");
});
