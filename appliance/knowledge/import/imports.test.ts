import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type MemberId, toMemberId } from "../../../mesh/op/index.ts";
import { makePdf } from "../../../tests/support/sample-files.ts";
import { systemRandom } from "../../random.ts";
import { extract } from "./extract.ts";
import { Imports, type ImportView } from "./imports.ts";
import {
  fileBytesMax,
  importBytesMax,
  importHoursMax,
  importsMax,
  importsPerMemberMax,
  pieceBytesMax,
} from "./limits.ts";

const ana = toMemberId("aa".repeat(16));
const ben = toMemberId("bb".repeat(16));
const text = new TextEncoder().encode(`${"The well is deep. ".repeat(9000)}\n`);

let dir = "";
let nowMs = 0;
let imports: Imports;
const clock = { nowMs: () => nowMs, monotonicMs: () => 0 };
const openAt = (extractFile: typeof extract = extract) =>
  new Imports({ dir: join(dir, "imports"), clock, random: systemRandom, extractFile });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "folkmoot-imports-"));
  nowMs = 1_800_000_000_000;
  imports = openAt();
});
afterEach(async () => {
  await imports.close();
  rmSync(dir, { recursive: true });
});

async function bring(bytes: Uint8Array, name: string, member: MemberId = ana): Promise<ImportView> {
  const { id } = await imports.create(member, { name, size: bytes.length });
  for (let offset = 0; offset < bytes.length; offset += pieceBytesMax) {
    await imports.put(member, id, offset, bytes.subarray(offset, offset + pieceBytesMax));
  }
  await imports.idle();
  return imports.view(member, id);
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: { code: string }) => error.code,
  );

describe("an import", () => {
  test("is received, read and shown, and its file is gone", async () => {
    const view = await bring(text, "Well.TXT");
    expect(view).toMatchObject({ state: "ready", name: "Well.TXT", received: text.length });
    expect(view.preview?.parts.length).toBe(5);
    const part = await imports.part(ana, view.id, 4);
    expect(part?.text.startsWith("The well")).toBe(true);
    expect(await imports.part(ana, view.id, 5)).toBeNull();
    const folder = join(dir, "imports", view.id);
    expect(readdirSync(folder).sort()).toEqual(["meta.json", "preview.ndjson"]);
    for (const file of readdirSync(folder)) {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    }
  });

  test("that cannot be read says why, and keeps nothing of the file", async () => {
    const view = await bring(makePdf([[{ text: "x y z" }]], { encrypt: true }), "a.pdf");
    expect(view.state).toBe("failed");
    expect(view.failure?.code).toBe("import-encrypted");
    expect(view.failure?.hint).toContain("password");
    expect(readdirSync(join(dir, "imports", view.id))).toEqual(["meta.json"]);
  });

  test("arrives whole whatever the order, sizes and repeats of its pieces", async () => {
    const piece = fc.record({
      offset: fc.nat(3000),
      length: fc.integer({ min: 1, max: 1000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const bytes = text.slice(0, 3000);
        const { id } = await imports.create(ana, { name: "a.txt", size: bytes.length });
        let received = 0;
        for (const { offset, length } of pieces) {
          if (received === bytes.length) break;
          const end = Math.min(offset + length, bytes.length);
          const put = imports.put(ana, id, offset, bytes.subarray(offset, end));
          if (offset > received) expect(await code(put)).toBe("import-gap");
          else expect(await put).toBe(Math.max(received, end));
          if (offset <= received) received = Math.max(received, end);
        }
        while (received < bytes.length) {
          received = await imports.put(ana, id, received, bytes.subarray(received, received + 700));
        }
        // The answer to the last piece was lost: it comes again.
        expect(await imports.put(ana, id, 2900, bytes.subarray(2900))).toBe(3000);
        await imports.idle();
        expect((await imports.part(ana, id, 0))?.text).toBe(new TextDecoder().decode(bytes).trim());
        await imports.remove(ana, id);
      }),
      { numRuns: 5 },
    );
  });

  test("tells at a gap where to go on", async () => {
    const { id } = await imports.create(ana, { name: "a.txt", size: 100 });
    await imports.put(ana, id, 0, text.subarray(0, 10));
    const gap = await imports.put(ana, id, 11, text.subarray(11, 20)).catch((error) => error);
    expect(gap).toMatchObject({ code: "import-gap", status: 409, received: 10 });
  });

  test("goes on after a restart, half received or half read", async () => {
    const half = await imports.create(ana, { name: "a.txt", size: 20 });
    await imports.put(ana, half.id, 0, text.subarray(0, 10));
    const whole = await imports.create(ana, { name: "b.txt", size: 20 });
    await imports.close();
    imports = openAt(() => new Promise(() => {}));
    // The box goes down while it reads.
    await imports.put(ana, whole.id, 0, text.subarray(0, 20));
    imports = openAt();
    expect(await imports.view(ana, half.id)).toMatchObject({ state: "receiving", received: 10 });
    await imports.put(ana, half.id, 10, text.subarray(10, 20));
    await imports.idle();
    expect((await imports.list(ana)).map(({ state }) => state)).toEqual(["ready", "ready"]);
  });

  test("that takes the box down twice is not read a third time", async () => {
    const { id } = await imports.create(ana, { name: "a.txt", size: 20 });
    await imports.close();
    imports = openAt(() => new Promise(() => {}));
    await imports.put(ana, id, 0, text.subarray(0, 20));
    imports = openAt(() => new Promise(() => {}));
    expect((await imports.view(ana, id)).state).toBe("reading");
    imports = openAt();
    expect(await imports.view(ana, id)).toMatchObject({
      state: "failed",
      failure: { code: "import-damaged" },
    });
  });

  test("is its member's alone", async () => {
    const view = await bring(text.slice(0, 50), "a.txt");
    expect(await imports.list(ben)).toEqual([]);
    for (const attempt of [
      imports.view(ben, view.id),
      imports.part(ben, view.id, 0),
      imports.put(ben, view.id, 0, text.subarray(0, 1)),
      imports.remove(ben, view.id),
      imports.view(ana, "../../etc"),
    ]) {
      expect(await code(attempt)).toBe("import-unknown");
    }
  });

  test("is gone for good when removed, when its member leaves, and after a day", async () => {
    const folder = join(dir, "imports");
    const first = await bring(text.slice(0, 50), "a.txt");
    await imports.remove(ana, first.id);
    expect(readdirSync(folder)).toEqual([]);
    await bring(text.slice(0, 50), "a.txt");
    await imports.removeMember(ana);
    expect(readdirSync(folder)).toEqual([]);
    const last = await bring(text.slice(0, 50), "a.txt");
    nowMs += importHoursMax * 3_600_000 + 1;
    expect(await imports.list(ana)).toEqual([]);
    expect(await code(imports.view(ana, last.id))).toBe("import-unknown");
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("limits", () => {
  test("on the size of a file", async () => {
    for (const size of [0, fileBytesMax + 1]) {
      expect(await code(imports.create(ana, { name: "a", size }))).toBe("import-size");
    }
    expect(await code(imports.create(ana, { name: "a", size: fileBytesMax }))).toBeNull();
  });

  test("on a piece", async () => {
    const { id } = await imports.create(ana, { name: "a", size: pieceBytesMax * 2 });
    const large = text.subarray(0, pieceBytesMax + 1);
    expect(await code(imports.put(ana, id, 0, large))).toBe("import-piece");
    const { id: small } = await imports.create(ana, { name: "a", size: 10 });
    expect(await code(imports.put(ana, small, 0, text.subarray(0, 11)))).toBe("import-piece");
  });

  test("on the imports of one member, and not on those of another", async () => {
    for (let n = 0; n < importsPerMemberMax; n++) await imports.create(ana, { name: "a", size: 1 });
    expect(await code(imports.create(ana, { name: "a", size: 1 }))).toBe("imports-open");
    expect(await code(imports.create(ben, { name: "a", size: fileBytesMax }))).toBeNull();
    expect(await code(imports.create(ben, { name: "a", size: fileBytesMax }))).toBeNull();
    expect(await code(imports.create(ben, { name: "a", size: 1 }))).toBe("imports-open");
  });

  test("on all imports together, by number and by bytes", async () => {
    const member = (n: number) => toMemberId(n.toString(16).padStart(32, "0"));
    const fill = async (count: number, perMember: number, size: number) => {
      for (let n = 0; n < count; n++) {
        await imports.create(member(Math.floor(n / perMember)), { name: "a", size });
      }
    };
    await fill(importsMax, importsPerMemberMax, 1);
    expect(await code(imports.create(ben, { name: "a", size: 1 }))).toBe("imports-busy");
    nowMs += importHoursMax * 3_600_000 + 1;
    await fill(importBytesMax / fileBytesMax, 2, fileBytesMax);
    expect(await code(imports.create(ben, { name: "a", size: 1 }))).toBe("imports-busy");
  });

  test("what lies in the folder and is no import is swept away", async () => {
    await imports.close();
    writeFileSync(join(dir, "imports", "stray"), "x");
    imports = openAt();
    await imports.list(ana);
    expect(existsSync(join(dir, "imports", "stray"))).toBe(false);
  });
});
