/** Every text exists in every language, is used, and takes the same values everywhere. */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Message } from "./catalog.ts";
import { languages } from "./language.ts";

const ui = join(import.meta.dir, "..");
// A large room has a catalog for each of its folders: `knowledge`, `knowledge/import`.
const rooms = [...new Bun.Glob("*/**/strings.en.ts").scanSync(ui)]
  .filter((path) => !path.startsWith("dist/"))
  .map((path) => dirname(path));

// Kit words are used in every room; a room's own only inside it.
const shared = ["design"];

async function catalog(room: string, code: string): Promise<Record<string, Message>> {
  return (await import(join(ui, room, `strings.${code}.ts`))).default;
}

/** The code that may ask for a room's texts; `own`: without folders that have their own. */
function sourcesFor(room: string, own = false): string {
  const pattern = shared.includes(room) ? "**/*.{ts,tsx}" : `${room}/**/*.{ts,tsx}`;
  const others = rooms.filter((other) => own && other.startsWith(`${room}/`));
  return [...new Bun.Glob(pattern).scanSync(ui)]
    .filter((path) => !others.includes(dirname(path)))
    .filter((path) => !path.startsWith("dist/") && !/strings\.\w+\.ts$|\.test\.tsx?$/.test(path))
    .map((path) => readFileSync(join(ui, path), "utf8"))
    .join("\n");
}

/** Keys and beginnings of keys that code asks for. Any quoted key counts: tables name them too. */
function isUsed(key: string, source: string): boolean {
  if (source.includes(`"${key}"`)) return true;
  const templates = [...source.matchAll(/`([a-zA-Z][\w.-]*?)\$\{[^`]*`/g)].map((m) => m[1] ?? "");
  return templates.some((beginning) => beginning !== "" && key.startsWith(beginning));
}

/** Keys that code asks for literally. */
function askedKeys(source: string, name: string): string[] {
  const call = new RegExp(`\\b${name}\\.(?:t|pieces)\\(\\s*"([^"]+)"`, "g");
  return [...source.matchAll(call)].map((match) => match[1] ?? "");
}

function placeholders(message: Message): string[] {
  const texts = typeof message === "string" ? [message] : Object.values(message);
  const found = texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? ""));
  return [...new Set(found)].sort();
}

expect(rooms.length).toBeGreaterThan(0);

for (const room of rooms) {
  describe(`the texts of ui/${room}`, () => {
    test("exist in every language, with the same values to fill in", async () => {
      const base = await catalog(room, "en");
      for (const code of languages) {
        const other = await catalog(room, code);
        expect(Object.keys(other).sort()).toEqual(Object.keys(base).sort());
        for (const [key, message] of Object.entries(base)) {
          const text = other[key] as Message;
          expect({ key, values: placeholders(text) }).toEqual({
            key,
            values: placeholders(message),
          });
          expect(JSON.stringify(text).replaceAll(/[{}":\s]|other|one|many/g, "")).not.toBe("");
        }
      }
    });

    test("have all that code asks for, and nothing that nobody asks for", async () => {
      const keys = Object.keys(await catalog(room, "en"));
      const source = sourcesFor(room);
      const asking = sourcesFor(room, true);
      const missing = askedKeys(asking, shared.includes(room) ? "words" : "text").filter(
        (key) => !keys.includes(key),
      );
      expect(missing).toEqual([]);
      expect(keys.filter((key) => !isUsed(key, source))).toEqual([]);
    });
  });
}

test("every language has the plural forms it needs", async () => {
  for (const room of rooms) {
    for (const code of languages) {
      const needed = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
      for (const [key, message] of Object.entries(await catalog(room, code))) {
        if (typeof message === "string") continue;
        // "many" is for millions in Spanish; `other` serves.
        const lacking = needed.filter((form) => form !== "many" && !(form in message));
        expect({ room, code, key, lacking }).toEqual({ room, code, key, lacking: [] });
      }
    }
  }
});

// A thing of the house has one name in each language: a second one sounds like another thing.
const otherNames: Record<string, RegExp> = {
  // Said here: responsable.
  es: /coordinador|coordinaci[oó]n|administrador/i,
  // Said here: steward, box.
  en: /\b(?:coordinator|administrator|appliance)s?\b/i,
};

test.each(Object.keys(otherNames))("stewards and the box have one name: %s", async (code) => {
  const found: string[] = [];
  for (const room of rooms) {
    for (const [key, message] of Object.entries(await catalog(room, code))) {
      if (otherNames[code]?.test(JSON.stringify(message))) found.push(`${room} ${key}`);
    }
  }
  expect(found).toEqual([]);
});

test("a number before hours, days or people has its plural", async () => {
  const found: string[] = [];
  for (const room of rooms) {
    for (const [key, message] of Object.entries(await catalog(room, "en"))) {
      if (typeof message !== "string") continue;
      if (/\{\w+\} (?:hours|days|people|members|passages)\b/.test(message))
        found.push(`${room} ${key}`);
    }
  }
  expect(found).toEqual([]);
});
