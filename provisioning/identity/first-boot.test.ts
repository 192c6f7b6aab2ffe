import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../appliance/clock.ts";
import { type Random, systemRandom } from "../../appliance/random.ts";
import { utf8, verifySignature } from "../../mesh/op/index.ts";
import { forgetFoundingCode, provision, renewFoundingCode } from "./first-boot.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "folkmoot-first-boot-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

function boot(options: { name?: string; random?: Random; dir?: string } = {}) {
  return provision({
    dir: options.dir ?? dir,
    config: { box: { name: options.name ?? null } },
    clock: systemClock,
    random: options.random ?? systemRandom,
  });
}

describe("first boot", () => {
  test("makes a box, and every later start finds the same", async () => {
    const first = await boot();
    const second = await boot();
    expect(first.name).toMatch(/^moot-[0-9a-hjkmnp-tv-z]{4}$/);
    expect(first.hostname).toBe(`${first.name}.local`);
    expect(first.foundingCode).toHaveLength(16);
    expect(second.name).toBe(first.name);
    expect(second.foundingCode).toEqual(first.foundingCode);
    expect(second.boxSigner.publicKey).toEqual(first.boxSigner.publicKey);
    expect(second.certificates.tls()).toEqual(first.certificates.tls());
    const signature = await second.boxSigner.sign(utf8("hello"));
    expect(await verifySignature(first.boxSigner.publicKey, signature, utf8("hello"))).toBe(true);
  });

  test("keeps every secret to the box itself", async () => {
    const umask = process.umask(0);
    try {
      await boot();
    } finally {
      process.umask(umask);
    }
    const box = join(dir, "box");
    expect(statSync(box).mode & 0o777).toBe(0o700);
    expect(readdirSync(box).sort()).toEqual([
      "authority.pem",
      "box.key",
      "founding.code",
      "leaf.pem",
      "name",
    ]);
    for (const file of readdirSync(box)) {
      expect([file, statSync(join(box, file)).mode & 0o777]).toEqual([file, 0o600]);
    }
  });

  test("goes on where it was cut off, at any step", async () => {
    for (const step of ["founding.code", "name", "authority.pem", "leaf.pem", "box.key"]) {
      const cut = mkdtempSync(join(tmpdir(), "folkmoot-cut-"));
      try {
        const stopped = await stopAfter(step, cut);
        const again = await boot({ dir: cut });
        const third = await boot({ dir: cut });
        expect(again.foundingCode).not.toBeNull();
        expect(third.foundingCode).toEqual(again.foundingCode);
        expect(third.boxSigner.publicKey).toEqual(again.boxSigner.publicKey);
        for (const [file, text] of stopped) {
          expect([file, readFileSync(join(cut, "box", file), "utf8")]).toEqual([file, text]);
        }
      } finally {
        rmSync(cut, { recursive: true });
      }
    }
  });

  test("takes the name it is given, in the community's own domain too", async () => {
    expect((await boot({ name: "moot.example.org" })).hostname).toBe("moot.example.org");
    expect((await boot()).name).toBe("moot.example.org");
  });
});

describe("founding", () => {
  test("ends the founding code for good", async () => {
    const { foundingCode } = await boot();
    expect(foundingCode).not.toBeNull();
    forgetFoundingCode(dir);
    forgetFoundingCode(dir);
    expect(existsSync(join(dir, "box", "founding.code"))).toBe(false);
    expect((await boot()).foundingCode).toBeNull();
  });

  test("a lost code is replaced by another", async () => {
    const { foundingCode } = await boot();
    rmSync(join(dir, "box", "founding.code"));
    expect((await boot()).foundingCode).toBeNull();
    const renewed = renewFoundingCode(dir, systemRandom);
    expect(renewed).not.toEqual(foundingCode as Uint8Array);
    expect((await boot()).foundingCode).toEqual(renewed);
  });

  test("before it, the name may change, and the certificates follow", async () => {
    const before = await boot({ name: "moot" });
    const after = await boot({ name: "garden" });
    expect(after.hostname).toBe("garden.local");
    expect(after.certificates.root).not.toEqual(before.certificates.root);
    expect(after.boxSigner.publicKey).toEqual(before.boxSigner.publicKey);
  });

  test("after it, the name stays", async () => {
    const { certificates } = await boot({ name: "moot" });
    forgetFoundingCode(dir);
    await expect(boot({ name: "garden" })).rejects.toThrow(
      expect.objectContaining({
        code: "box-renamed",
        message: "This box is called moot, and was told to be garden.",
      }),
    );
    expect((await boot({ name: "moot" })).certificates.root).toEqual(certificates.root);
  });
});

describe("damage", () => {
  test("of a founded box's name costs it neither name nor certificate", async () => {
    const { certificates } = await boot({ name: "moot" });
    forgetFoundingCode(dir);
    writeFileSync(join(dir, "box", "name"), "");
    await expect(boot()).rejects.toThrow(expect.objectContaining({ code: "lost-name" }));
    await expect(boot({ name: "garden" })).rejects.toThrow("missing or empty");
    writeFileSync(join(dir, "box", "name"), "moot\n");
    expect((await boot()).certificates.root).toEqual(certificates.root);
  });

  test.each([
    ["box.key", "damaged-box-key"],
    ["founding.code", "damaged-founding-code"],
    ["authority.pem", "damaged-authority"],
  ])("of %s is told, never repaired by making a new one", async (file, code) => {
    await boot();
    const path = join(dir, "box", file);
    writeFileSync(path, "x");
    await expect(boot()).rejects.toThrow(expect.objectContaining({ code }));
    expect(readFileSync(path, "utf8")).toBe("x");
  });

  test("of random leaves nothing half made", async () => {
    const broken: Random = {
      bytes: () => {
        throw new Error("no entropy");
      },
    };
    await expect(boot({ random: broken })).rejects.toThrow("no entropy");
    expect((await boot()).foundingCode).not.toBeNull();
  });
});

/** Boots completely, then takes away what comes after `step`, as a power cut there would have. */
async function stopAfter(step: string, cut: string): Promise<[string, string][]> {
  const order = ["founding.code", "name", "authority.pem", "leaf.pem", "box.key"];
  await boot();
  cpSync(dir, cut, { recursive: true });
  for (const file of order.slice(order.indexOf(step) + 1)) rmSync(join(cut, "box", file));
  // The file that was being written at that moment.
  writeFileSync(join(cut, "box", `${step}.new`), "half");
  return order
    .slice(0, order.indexOf(step) + 1)
    .map((file) => [file, readFileSync(join(cut, "box", file), "utf8")]);
}
