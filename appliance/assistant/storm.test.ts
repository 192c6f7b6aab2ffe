import { expect, test } from "bun:test";
import { FolkmootError, toMemberId } from "../../mesh/op/index.ts";
import { fewPassages, someViewer } from "../../tests/support/few-passages.ts";
import { openPrivateStore } from "../../tests/support/private-store.ts";
import { systemClock } from "../clock.ts";
import { createLog } from "../log.ts";
import { systemRandom } from "../random.ts";
import type { QuestionId } from "./answer-record.ts";
import type { AskEvent } from "./asking.ts";
import { createAssistant } from "./assistant.ts";
import { migrations } from "./conversation-table.ts";
import type { PassageSource } from "./passage-source.ts";

const members = 500;
const secret = "zebrafinch";

test("five hundred ask at once: each hears an answer or a clear reason, the log no word", async () => {
  const kept = await openPrivateStore(migrations, systemClock);
  const lines: string[] = [];
  const few = fewPassages([{ title: `Seeds ${secret}`, text: `The ${secret} eats them at noon.` }]);
  let asked = 0;
  const source: PassageSource = {
    ...few,
    async candidates(...ask) {
      asked += 1;
      if (asked % 10 === 0) {
        throw new FolkmootError("search-busy", "Search is busy.", { hint: "Later.", status: 503 });
      }
      // A fault that quotes what it broke on.
      if (asked % 10 === 1) throw new Error(`cannot read ${secret}`);
      return few.candidates(...ask);
    },
  };
  const assistant = createAssistant({
    store: kept.store,
    clock: systemClock,
    random: systemRandom,
    log: createLog({
      clock: systemClock,
      level: "debug",
      write: (line) => void lines.push(line),
    }),
    source,
    nameOf: () => null,
    languages: () => ["en"],
  });
  const ends = await Promise.all(
    Array.from({ length: members }, async (_, n) => {
      const member = toMemberId((n + 1).toString(16).padStart(32, "a"));
      const id = n.toString(16).padStart(32, "0") as QuestionId;
      const question = `When does the ${secret} eat? ${n}`;
      const request = { id, question, conversation: null };
      const progress = await assistant.asking.ask(request, { ...someViewer, member });
      return new Promise<AskEvent>((resolve) => {
        progress.follow((event, isLast) => isLast && resolve(event));
      });
    }),
  );
  const codes = ends.map((end) => (end.type === "failed" ? end.error.code : end.type));
  const count = (code: string) => codes.filter((each) => each === code).length;
  expect([count("done"), count("search-busy"), count("answer-failed")]).toEqual([400, 50, 50]);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join("\n")).not.toContain(secret);
  expect(JSON.stringify(ends.filter(({ type }) => type === "failed"))).not.toContain(secret);
  await kept.remove();
});
