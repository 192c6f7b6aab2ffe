import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chooseLanguage, loadStrings } from "../i18n/index.ts";
import { troubleOf } from "./trouble.ts";

const of = (code: string, values: Record<string, number> = {}) =>
  troubleOf({ state: "warning", issue: "In the box's words.", hint: "Its hint.", code, values });

test("what the box reports is said in the reader's language", async () => {
  await loadStrings("en");
  expect(of("backup.old", { count: 1 }).issue).toBe("The last backup is 1 day old.");
  await chooseLanguage("es");
  expect(of("backup.old", { count: 40 }).issue).toBe("La última copia de seguridad tiene 40 días.");
  await chooseLanguage("en");
});

test("what this app does not know yet is said in the box's words, marked as English", () => {
  const own = { issue: "In the box's words.", hint: "Its hint.", lang: "en" } as const;
  expect(of("brand.new")).toEqual(own);
  expect(troubleOf({ state: "failed", issue: own.issue, hint: own.hint })).toEqual(own);
});

test("every trouble that the box can report has its texts here", () => {
  const dirs = ["health", "audit"].map((room) => join(import.meta.dir, "../../appliance", room));
  const sources = dirs.flatMap((dir) =>
    readdirSync(dir)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => readFileSync(join(dir, name), "utf8")),
  );
  const codes = sources.flatMap((source) =>
    [...source.matchAll(/\bcode: "([a-z]+\.[a-z]+)"/g)].map((match) => match[1] ?? ""),
  );
  expect(codes).toContain("store.full");
  expect(codes.filter((code) => of(code).lang === "en")).toEqual([]);
});
