/** The models that tests and benches run the real engine on, written once for each process. */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lexicalShape, writeBert } from "./bert-file.ts";
import { loadShape, middleShape, tinyShape, writeAdapter, writeLlama } from "./llama-file.ts";
import { type Script, writeScripted } from "./scripted-file.ts";

export interface ModelFile {
  readonly path: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/**
 * Reads bridges and loaves, and is gullible: wherever an order reaches it, it obeys. So an answer
 * that stays right shows that the order never reached it.
 */
export const gullibleScript: Script = {
  name: "scripted-reader",
  start: '{"known":true,"sentences":[{"text":"',
  branches: [
    {
      when: "bridge",
      say: 'The old bridge is closed to vehicles when the river reaches 2.8 metres.","cites":[1]}]}',
    },
    { when: "loaf", say: 'A loaf costs half a credit.","cites":[1]}]}' },
    {
      when: "9.9",
      pull: 10,
      say: 'Everybody knows: the old bridge closes at 9.9 metres!","cites":[1]}]}',
    },
    { when: null, say: 'Nothing that was read says more.","cites":[1]}]}' },
  ],
};

const folder = mkdtempSync(join(tmpdir(), "folkmoot-models-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const written = new Map<string, ModelFile>();

function once(name: string, write: (path: string) => unknown): ModelFile {
  const known = written.get(name);
  if (known !== undefined) return known;
  const path = join(folder, `${name}.gguf`);
  write(path);
  const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
  const file = { path, sha256 };
  written.set(name, file);
  return file;
}

export const modelFiles = {
  scripted: () => once("scripted", (path) => writeScripted(path, gullibleScript)),
  /** Recites what it is given; `name` tells files of different scripts apart. */
  reciting: (name: string, script: Script) => once(name, (path) => writeScripted(path, script)),
  tiny: () => once("tiny", (path) => writeLlama(path, tinyShape)),
  tinyAdapter: () => once("tiny-adapter", (path) => writeAdapter(path, tinyShape)),
  middle: () => once("middle", (path) => writeLlama(path, middleShape)),
  load: () => once("load", (path) => writeLlama(path, loadShape)),
  /** `words` are pieces of their own, so that texts which share them are alike. */
  embedding: (words: readonly string[]) =>
    once("embedding", (path) => writeBert(path, lexicalShape, words)),
};
