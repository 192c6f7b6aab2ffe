import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSmallBox } from "../../tests/crash/small-box.ts";
import { fewPassages, someViewer } from "../../tests/support/few-passages.ts";
import { systemClock } from "../clock.ts";
import { createLog } from "../log.ts";
import { systemRandom } from "../random.ts";
import type { QuestionId } from "./answer-record.ts";
import type { AskEvent } from "./asking.ts";
import { createAssistant } from "./assistant.ts";
import { migrations } from "./conversation-table.ts";

const secret = "zebrafinch";
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "folkmoot-full-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function openBox(trial: { pagesMax?: number }, lines: string[]) {
  const store = await openSmallBox(dir, trial, migrations);
  const write = (line: string) => void lines.push(line);
  const { asking, conversations } = createAssistant({
    store,
    clock: systemClock,
    random: systemRandom,
    log: createLog({ clock: systemClock, level: "debug", write }),
    source: fewPassages([{ title: "Seeds", text: `The ${secret} eats the seeds at noon.` }]),
    nameOf: () => null,
    languages: () => ["en"],
  });
  /** The last that is said to a question; throws where the box does not take it. */
  const ask = async (n: number): Promise<AskEvent> => {
    const id = n.toString(16).padStart(32, "0") as QuestionId;
    // Long, so that the disk is full after a few.
    const question = `When does the ${secret} eat the seeds? ${"Please say. ".repeat(150)}`;
    const progress = await asking.ask({ id, question, conversation: null }, someViewer);
    return new Promise((resolve) => {
      progress.follow((event, isLast) => isLast && resolve(event));
    });
  };
  return { store, conversations, ask };
}

test("a full disk refuses with why, keeps what was answered, and goes on when there is room", async () => {
  const lines: string[] = [];
  const full = await openBox({ pagesMax: 120 }, lines);
  const ends: (AskEvent | { readonly code: string; readonly hint: string | null })[] = [];
  for (let n = 1; ends.at(-1) === undefined || "type" in (ends.at(-1) as object); n += 1) {
    ends.push(await full.ask(n).catch((error) => error));
  }
  // Not taken: nothing was said. Taken and answered, but not to be kept: that is said at its end.
  expect(ends.at(-1)).toMatchObject({ code: "disk-full", status: 507 });
  const told = ends.slice(0, -1) as AskEvent[];
  const kept = told.filter(({ type }) => type === "done").length;
  expect(kept).toBeGreaterThan(3);
  for (const end of told.filter(({ type }) => type !== "done")) {
    expect(end).toMatchObject({ type: "failed", error: { code: "disk-full" } });
  }
  await full.store.close();

  const again = await openBox({}, lines);
  expect(again.conversations.list(someViewer.member, null, 1_000).length).toBeGreaterThan(kept - 1);
  expect(await again.ask(ends.length)).toMatchObject({ type: "done" });
  await again.store.close();
  expect(lines.join("\n")).not.toContain(secret);
});
