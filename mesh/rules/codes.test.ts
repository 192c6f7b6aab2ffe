import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { FolkmootError, toHex } from "../op/index.ts";
import {
  type CodeLink,
  formatLink,
  formatShortCode,
  linkPaths,
  normaliseShortCode,
  parseCodeSeed,
  parseLink,
} from "./codes.ts";
import { inviteSeedBytes, inviteSigner, recoverySigner } from "./invitation.ts";

const seeds = fc.uint8Array({ minLength: inviteSeedBytes, maxLength: inviteSeedBytes });
const links: fc.Arbitrary<CodeLink> = fc.record({
  purpose: fc.constantFrom("founding", "invite", "device", "recovery"),
  origin: fc.constantFrom(
    "https://moot.local",
    "https://moot.local:8443",
    "http://localhost:8080",
    "https://moot.example.org",
  ),
  seed: seeds,
});

describe("links", () => {
  test("have a fixed form", () => {
    const seed = Uint8Array.from({ length: 16 }, (_, index) => index);
    expect(formatLink({ purpose: "invite", origin: "https://moot.local", seed })).toBe(
      "https://moot.local/join#AAECAwQFBgcICQoLDA0ODw",
    );
  });

  test("are read as they were written", () => {
    fc.assert(
      fc.property(links, (link) => {
        expect(parseLink(formatLink(link))).toEqual(link);
        expect(parseLink(` ${formatLink(link)}\n`)).toEqual(link);
      }),
    );
  });

  test("cut off anywhere, they are refused", () => {
    fc.assert(
      fc.property(links, fc.nat(), (link, at) => {
        const text = formatLink(link);
        expect(() => parseLink(text.slice(0, at % text.length))).toThrow(FolkmootError);
      }),
    );
  });

  test.each([
    ["", "link-unreadable"],
    ["hello", "link-unreadable"],
    ["WIFI:T:WPA;S:moot;P:x;;", "link-unreadable"],
    ["javascript:alert(1)", "link-unreadable"],
    [`https://moot.local/join#${"A".repeat(600)}`, "link-unreadable"],
    ["https://moot.local/", "link-foreign"],
    ["https://moot.local/other#AAECAwQFBgcICQoLDA0ODw", "link-foreign"],
    ["https://moot.local//join#AAECAwQFBgcICQoLDA0ODw", "link-foreign"],
    ["https://moot.local/join?x=1#AAECAwQFBgcICQoLDA0ODw", "link-foreign"],
    ["https://user@moot.local/join#AAECAwQFBgcICQoLDA0ODw", "link-foreign"],
    ["https://moot.local/join", "link-damaged"],
    ["https://moot.local/join#AAECAwQFBgcICQoLDA0OD", "link-damaged"],
    ["https://moot.local/join#AAECAwQFBgcICQoLDA0ODx", "link-damaged"],
    ["https://moot.local/join#AAECAwQFBgcICQoLDA0ODw.x", "link-damaged"],
  ])("%p is %s", (text, code) => {
    expect(() => parseLink(text)).toThrow(expect.objectContaining({ code }));
  });

  test("lead to paths of their own", () => {
    expect(new Set(Object.values(linkPaths)).size).toBe(Object.keys(linkPaths).length);
  });
});

describe("keys of a code", () => {
  // Frozen: a printed invitation or recovery sheet must open the same key for ever.
  test("follow from the seed and its use", async () => {
    const seed = parseCodeSeed("AAECAwQFBgcICQoLDA0ODw");
    const invite = await inviteSigner(seed);
    const recovery = await recoverySigner(seed);
    expect(toHex(invite.publicKey)).toBe(
      "010d68eb66f31da3a2ab5062283109a49744441702fe10d40d5ecc6b645833a28b",
    );
    expect(toHex(recovery.publicKey)).toBe(
      "019d3147fb4d2f1fea980ac600bfbe971395708aa8aca2d9dc2683235bb4d39a39",
    );
  });
});

describe("short codes", () => {
  test("have a fixed form", () => {
    expect(formatShortCode(Uint8Array.of(0, 0, 0, 0, 0))).toBe("0000-0000");
    expect(formatShortCode(Uint8Array.of(255, 255, 255, 255, 255))).toBe("ZZZZ-ZZZZ");
    expect(formatShortCode(Uint8Array.of(1, 2, 3, 4, 5))).toBe("0410-6105");
  });

  test("are found again however they are typed", () => {
    const typists = fc.record({
      lower: fc.boolean(),
      separator: fc.constantFrom("", "-", " ", " - ", "–", "."),
      confuse: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), typists, (bytes, typist) => {
        const code = formatShortCode(bytes);
        let typed = code.replace("-", typist.separator);
        if (typist.confuse) typed = typed.replaceAll("0", "O").replaceAll("1", "l");
        if (typist.confuse) typed = typed.replaceAll("V", "U");
        if (typist.lower) typed = typed.toLowerCase();
        expect(normaliseShortCode(typed)).toBe(code);
      }),
    );
  });

  test("different bytes make different codes", () => {
    const bytes = fc.uint8Array({ minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(formatShortCode(a) === formatShortCode(b)).toBe(toHex(a) === toHex(b));
      }),
    );
  });

  test.each(["", "7QK4", "7QK4-M2X", "7QK4-M2XDD", "7QK4-M2X!", "é".repeat(8), "A".repeat(65)])(
    "%p is none",
    (typed) => {
      expect(normaliseShortCode(typed)).toBeNull();
    },
  );

  test("take exactly five bytes", () => {
    expect(() => formatShortCode(new Uint8Array(4))).toThrow(FolkmootError);
  });
});
