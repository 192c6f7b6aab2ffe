import { describe, expect, test } from "bun:test";
import { memoryLog, nodeCrypto, numberedId } from "../../tests/support/memory-log.ts";
import { communityId, namedSigner } from "../../tests/support/operations.ts";
import { toBase64Url } from "../op/index.ts";
import { openCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { openOpening, parseOpening, readOrigin } from "./opening.ts";

const ids = Array.from({ length: 9 }, (_, at) => numberedId(at));

describe("a checkpoint", () => {
  test("of the specification's example is read", () => {
    const root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    const note = `example.com/behind-the-sofa\n20852163\n${root}\n\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n`;
    const { origin, size, root: read } = parseCheckpoint(note);
    expect([origin, size]).toEqual(["example.com/behind-the-sofa", 20_852_163]);
    expect(Buffer.from(read).toString("base64")).toBe(root);
  });

  test("is what the box signed, and nobody else's word", async () => {
    const log = await memoryLog(ids);
    const note = await log.checkpoint();
    const { publicKey } = log.signer;
    const read = openCheckpoint(note, publicKey, nodeCrypto);
    expect(read).toEqual({ origin: log.origin, size: 9, root: log.tree().root(9) });
    const other = (await namedSigner("another box")).publicKey;
    expect(openCheckpoint(note, other, nodeCrypto)).toBeNull();
    expect(openCheckpoint(note.replace("\n9\n", "\n8\n"), publicKey, nodeCrypto)).toBeNull();
    // The name of the key is the log's.
    const [text = "", signature = ""] = note.split("\n\n");
    const renamed = signature.replace(log.origin, "another/log");
    expect(openCheckpoint(`${text}\n\n${renamed}`, publicKey, nodeCrypto)).toBeNull();
  });

  test.each([
    ["a size with a zero before it", "x\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"],
    ["a size that is none", "x\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"],
    ["a size beyond bounds", "x\n9007199254740991\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"],
    ["a short root", "x\n1\nCsUY\n"],
    ["no root", "x\n1\n"],
    ["an empty line", "x\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nmore\n"],
  ])("with %s is refused", (_, text) => {
    const signed = `${text}\n— x AAAAAAA=\n`;
    expect(() => parseCheckpoint(signed)).toThrow("not a checkpoint");
  });

  test("cut off anywhere is refused", async () => {
    const note = await (await memoryLog(ids)).checkpoint();
    for (let end = 0; end < note.length; end++) {
      expect(() => parseCheckpoint(note.slice(0, end))).toThrow("not a checkpoint");
    }
  });
});

describe("an opening", () => {
  const previous = `folkmoot/${toBase64Url(new Uint8Array(32))}/3/${toBase64Url(new Uint8Array(16))}`;

  test("names its log by its own hash", async () => {
    const root = new Uint8Array(32).fill(5);
    const given = { reason: "restored", previous, size: 7, root, number: 4 } as const;
    const log = await memoryLog(ids, given);
    const about = { origin: log.origin, community: communityId, boxKey: log.signer.publicKey };
    expect(openOpening(log.opening, about, nodeCrypto)).toMatchObject(given);
    expect(parseOpening(log.opening, nodeCrypto.sha256).origin).toBe(log.origin);
    expect(readOrigin(log.origin)).toEqual({ community: communityId, number: 4 });
    const twin = await memoryLog(ids, { ...given, opened: 1_795_000_001 });
    expect(twin.origin).not.toBe(log.origin);
    expect(openOpening(twin.opening, about, nodeCrypto)).toBeNull();
    const { publicKey } = await namedSigner("another box");
    expect(openOpening(log.opening, { ...about, boxKey: publicKey }, nodeCrypto)).toBeNull();
  });

  test("cut off anywhere, or of another shape, is refused", async () => {
    const { opening } = await memoryLog(ids);
    for (let end = 0; end < opening.length; end++) {
      expect(() => parseOpening(opening.slice(0, end), nodeCrypto.sha256)).toThrow(
        "not open a log",
      );
    }
    for (const [from, to] of [
      ["begun", "begotten"],
      ["none", "somewhere"],
      ["log-opening/1", "log-opening/2"],
      [communityId, "c0"],
    ] as const) {
      const altered = opening.replace(from, to);
      expect(() => parseOpening(altered, nodeCrypto.sha256)).toThrow("not open a log");
    }
  });

  test.each(["folkmoot", "x/y/1/z", "folkmoot/AAAA/1/AAAA", `${previous}/more`])(
    "%s is no origin",
    (origin) => {
      expect(readOrigin(origin)).toBeNull();
    },
  );
});
