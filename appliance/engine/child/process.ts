/**
 * The engine process: the only place where model files are opened by native code. It holds one
 * model, speaks over standard input and output, opens no connection, and ends with the box.
 */
import { readFileSync } from "node:fs";
import { FolkmootError } from "../../../mesh/op/index.ts";
import { encodeLine, type FromEngine, linesOf, type ToEngine } from "../protocol.ts";
import { type AnswerModel, openAnswerModel } from "./answer-model.ts";
import { type EmbedModel, openEmbedModel } from "./embed-model.ts";
import { loadModel } from "./load.ts";
import { startWatchdog } from "./watchdog.ts";

// Tokens of a fast model come every few milliseconds; nobody reads faster than this, and every
// message costs the box as much as a tenth of a token does.
const sayEveryMs = 80;

const aborted = new Error("aborted by the box");
const out = Bun.stdout.writer();
const unsaid = new Map<number, { text: string; tokens: number }>();
const running = new Map<number, AbortController>();
let answers: AnswerModel | null = null;
let embeds: EmbedModel | null = null;
let timer: ReturnType<typeof setTimeout> | null = null;
let saidMs = Number.NEGATIVE_INFINITY;

const watchdog = startWatchdog();
tell(hello());
for await (const line of linesOf(Bun.stdin.stream())) {
  const message = JSON.parse(line) as ToEngine;
  if (message.type === "limit") watchdog.limit(message.memoryBytesMax);
  else if (message.type === "abort") running.get(message.id)?.abort(aborted);
  else void handle(message);
}
// The box is gone.
process.exit(0);

type Work = Exclude<ToEngine, { type: "abort" | "limit" }>;

/** What this process finds of itself, before it has opened any file that others made. */
function hello(): FromEngine {
  const rows = readFileSync("/proc/self/net/dev", "utf8").trim().split("\n").slice(2);
  const names = rows.map((row) => row.trim().split(":")[0]);
  const network = names.every((name) => name === "lo") ? "none" : "unrestricted";
  return { type: "hello", id: 0, pid: process.pid, uid: process.getuid?.() ?? 0, network };
}

async function handle(message: Work): Promise<void> {
  const controller = new AbortController();
  running.set(message.id, controller);
  const stopped = Promise.withResolvers<never>();
  controller.signal.addEventListener("abort", () => stopped.reject(controller.signal.reason));
  // Raced below; alone it would count as a rejection that nobody looked at.
  stopped.promise.catch(() => {});
  try {
    const work = answer(message, controller.signal);
    // What is being computed cannot be interrupted; whoever stopped need not wait for it.
    work.catch(() => {});
    tell(await Promise.race([work, stopped.promise]));
  } catch (error) {
    tell(failureOf(message.id, error));
  } finally {
    running.delete(message.id);
  }
}

async function answer(message: Work, signal: AbortSignal): Promise<FromEngine> {
  const { id } = message;
  switch (message.type) {
    case "load": {
      const loaded = await loadModel(message);
      const { name } = loaded;
      if (message.role === "embed") {
        embeds = await openEmbedModel(loaded, message);
        const { dimensions, contextTokens } = embeds;
        return { type: "loaded", id, info: { name, contextTokens, slots: 1, dimensions } };
      }
      answers = await openAnswerModel(loaded, message);
      const { contextTokens } = answers;
      const { slots } = message;
      return { type: "loaded", id, info: { name, contextTokens, slots, dimensions: 0 } };
    }
    case "generate": {
      if (answers === null) throw new Error("no model that writes");
      const say = (text: string, tokens: number) => {
        if (!signal.aborted) saySoon(id, text, tokens);
      };
      return { type: "end", id, ...(await answers.write(message, signal, say)) };
    }
    case "embed": {
      if (embeds === null) throw new Error("no model that embeds");
      const vectors = await embeds.embed(message.texts, signal);
      return { type: "vectors", id, data: Buffer.from(vectors.buffer).toString("base64") };
    }
  }
}

function failureOf(id: number, error: unknown): FromEngine {
  if (error === aborted) {
    const nothing = { promptTokens: 0, reusedTokens: 0, tokens: 0 };
    return { type: "end", id, reason: "aborted", ...nothing };
  }
  if (error instanceof FolkmootError) {
    const { code, message, hint } = error;
    return { type: "failed", id, code, message, hint };
  }
  // Its text may hold a prompt: only that it failed leaves this process.
  return {
    type: "failed",
    id,
    code: "engine-failed",
    message: "The engine could not do this.",
    hint: "Try again; if it stays, try another model.",
  };
}

/**
 * The first word at once, and then what several streams say within a moment in one write. Not
 * before the turn ends: streams get their tokens in one step.
 */
function saySoon(id: number, text: string, tokens: number): void {
  const open = unsaid.get(id);
  if (open === undefined) unsaid.set(id, { text, tokens });
  else {
    open.text += text;
    open.tokens += tokens;
  }
  if (timer !== null) return;
  const sinceMs = performance.now() - saidMs;
  timer = setTimeout(
    () => {
      timer = null;
      sayNow();
      out.flush();
    },
    Math.max(0, sayEveryMs - sinceMs),
  );
}

function sayNow(): void {
  for (const [id, { text, tokens }] of unsaid) {
    if (text !== "" || tokens > 0) out.write(encodeLine({ type: "text", id, text, tokens }));
  }
  unsaid.clear();
  saidMs = performance.now();
}

/** Everything said before comes before it. */
function tell(message: FromEngine): void {
  sayNow();
  out.write(encodeLine(message));
  out.flush();
}
