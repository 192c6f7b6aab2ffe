import { expect, test } from "bun:test";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Submission } from "../../appliance/store/index.ts";
import { encodeBatch } from "../../mesh/op/index.ts";
import { countById, openSmallBox, Phone, type Signed } from "./small-box.ts";

const rounds = 100;
const clients = 8;

/** One phone that sends for ever, and sends again what it got no answer for. */
class Client {
  readonly acknowledged: Signed[] = [];
  readonly #phone: Phone;
  #unanswered: Signed[];

  constructor(phone: Phone, enrolment: Signed) {
    this.#phone = phone;
    this.#unanswered = [enrolment];
  }

  /** Until the box is gone. */
  async send(url: string): Promise<void> {
    for (;;) {
      while (this.#unanswered.length < 3) this.#unanswered.push(await this.#next());
      const body = encodeBatch(this.#unanswered.map(({ bytes }) => bytes));
      let results: Submission[];
      try {
        const response = await fetch(url, { method: "POST", body });
        results = (await response.json()) as Submission[];
      } catch {
        return;
      }
      for (const { state } of results) expect(["ok", "dup"]).toContain(state);
      this.acknowledged.push(...this.#unanswered);
      this.#unanswered = [];
    }
  }

  #next(): Promise<Signed> {
    return this.acknowledged.length % 2 === 0 ? this.#phone.vote() : this.#phone.ask(600);
  }
}

async function round(dir: string, crowd: readonly Client[]): Promise<void> {
  const script = join(import.meta.dir, "killed.process.ts");
  const box = Bun.spawn([process.execPath, script, dir], { stdout: "pipe", stderr: "inherit" });
  const port = await firstLine(box.stdout);
  const sending = crowd.map((client) => client.send(`http://127.0.0.1:${port}`));
  await Bun.sleep(60 + Math.random() * 120);
  box.kill("SIGKILL");
  await Promise.all([box.exited, ...sending]);
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of stream) {
    text += new TextDecoder().decode(chunk);
    if (text.includes("\n")) return text.trim();
  }
  throw new Error(`The box did not start: ${text}`);
}

test(`${rounds} × kill -9 under load: nothing acknowledged is lost or doubled`, async () => {
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-kill-"));
  const crowd: Client[] = [];
  for (let i = 0; i < clients; i++) {
    const phone = await Phone.make();
    crowd.push(new Client(phone, await phone.enrol()));
  }
  for (let i = 0; i < rounds; i++) await round(dir, crowd);

  const store = await openSmallBox(dir);
  const stored = countById(
    store.db.query<{ id: Uint8Array }, []>("SELECT id FROM operation").all(),
  );
  const acknowledged = crowd.flatMap((client) => client.acknowledged);
  expect(acknowledged.length).toBeGreaterThan(rounds * clients);
  const lost = acknowledged.filter(({ id }) => !stored.has(id));
  const doubled = [...stored].filter(([, times]) => times > 1);
  expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
  const applied = store.db.query("SELECT count(*) AS n FROM seen WHERE times = 1").get();
  expect(applied).toEqual({ n: stored.size - clients });
  const unreadable = acknowledged.filter(({ id }) => store.body(id) === null);
  expect(unreadable).toEqual([]);
  const { checked, damaged } = await store.rehash();
  expect({ checked, damaged }).toEqual({ checked: stored.size, damaged: [] });
  await store.close();
  console.log(`${acknowledged.length} acknowledged, ${stored.size} stored`);
}, 240_000);
