/** What can be wrong with a model file, and what helps. */
import { FolkmootError } from "../../mesh/op/index.ts";

export function notAModel(): FolkmootError {
  return new FolkmootError("not-a-model", "This file is not a model in GGUF form.", {
    hint: "Models for the box end in .gguf. Download the GGUF version of the model.",
    status: 422,
  });
}

export function truncated(wanted: number, size: number): FolkmootError {
  return new FolkmootError(
    "model-truncated",
    `This model is cut off: ${size} bytes of at least ${wanted} are here.`,
    { hint: "Copy or download the file again, and compare its size.", status: 422 },
  );
}

export function malformed(what: string): FolkmootError {
  return new FolkmootError("model-malformed", `This model file does not add up (${what}).`, {
    hint: "Do not use this file. Get it again from a source you trust.",
    status: 422,
  });
}

/** A large model is often given out in several files, of which each alone is none. */
export function inParts(count: number): FolkmootError {
  return new FolkmootError("model-in-parts", `This is one of ${count} parts of a model.`, {
    hint: "Get it as one file, or merge the parts: llama-gguf-split --merge FIRST-PART WHOLE.gguf",
    status: 422,
  });
}

/** Files of the same form that belong to models: eyes, measurements. */
export function otherKind(kind: string): FolkmootError {
  return new FolkmootError("not-a-language-model", `This file is no language model (${kind}).`, {
    hint: "Give the file of the model itself; this one only goes with it.",
    status: 422,
  });
}
