/** Loading a model file inside the engine process: checked first, then handed to llama.cpp. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { getLlama, type Llama, type LlamaModel } from "node-llama-cpp";
import { FolkmootError } from "../../../mesh/op/index.ts";
import { type GgufHead, readGguf } from "../gguf.ts";
import type { AdapterFile, LoadRequest } from "../protocol.ts";

export interface LoadedModel {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly name: string;
  readonly contextTokens: number;
}

/**
 * Throws FolkmootError `model-changed` when a file is not the one that was asked for, what
 * `readGguf` throws, `model-unreadable`, `not-an-adapter`, or `model-unusable` when llama.cpp
 * cannot use it.
 */
export async function loadModel(request: LoadRequest): Promise<LoadedModel> {
  const head = await readHead(request.path);
  await checkFile(request.path, request.sha256);
  for (const adapter of request.adapters) await checkAdapter(adapter, head.architecture);
  const llama = await getLlama({
    build: "never",
    gpu: false,
    skipDownload: true,
    maxThreads: request.threads,
    // Nothing of it is for people: what fails is said by code.
    logger: () => {},
  });
  const model = await llama.loadModel({ modelPath: request.path }).catch((cause: unknown) => {
    throw unusable(head.architecture, cause);
  });
  const made = head.contextTokens ?? request.contextTokens;
  const contextTokens = Math.min(request.contextTokens, made);
  return { llama, model, contextTokens, name: head.name ?? head.architecture };
}

/** A user of its own may be kept from a file, or see no such folder at all. */
function readHead(path: string): Promise<GgufHead> {
  return readGguf(path).catch((cause: NodeJS.ErrnoException) => {
    if (!["EACCES", "EPERM", "ENOENT"].includes(cause.code ?? "")) throw cause;
    throw new FolkmootError("model-unreadable", "The engine may not read this model file.", {
      hint: "Is it in the models folder? `systemd-tmpfiles --create` sets its group and mode right.",
      cause,
      status: 503,
    });
  });
}

async function checkAdapter({ path, sha256 }: AdapterFile, architecture: string): Promise<void> {
  const head = await readHead(path);
  if (head.kind !== "adapter" || head.architecture !== architecture) {
    throw new FolkmootError("not-an-adapter", "This adapter is not made for this model.", {
      hint: "An adapter fits the model it was trained on, and no other.",
      status: 422,
    });
  }
  await checkFile(path, sha256);
}

async function checkFile(path: string, sha256: string): Promise<void> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) {
    hash.update(chunk as Uint8Array);
  }
  if (hash.digest("hex") === sha256) return;
  throw new FolkmootError("model-changed", "This model file is not the one that was added.", {
    hint: "It was changed or damaged on the disk. Add it again.",
    status: 409,
  });
}

export function unusable(architecture: string, cause: unknown): FolkmootError {
  return new FolkmootError(
    "model-unusable",
    `The engine cannot use this model (architecture ${architecture}).`,
    {
      hint: "It may be too new, too large for the memory, or damaged. Try another model.",
      cause,
      status: 422,
    },
  );
}
