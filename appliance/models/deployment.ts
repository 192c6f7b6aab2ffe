/** Which files are in force, from what the community has decided and what is on the disk. Pure. */
import type { ModelFile } from "./model-table.ts";

/** A model as a decision names it. */
export interface DecidedModel {
  readonly name: string;
  /** Lower-case hex. */
  readonly sha256: string;
  /** How strongly an adapter works; 1 is as its author made it. */
  readonly scale: number;
}

export interface ScaledAdapter {
  readonly file: ModelFile;
  readonly scale: number;
}

export interface Deployment {
  readonly answer: ModelFile | null;
  /** Stacked on `answer`, in the order in which they were decided. */
  readonly adapters: readonly ScaledAdapter[];
  readonly embed: ModelFile | null;
  /** Decided, and not on the disk: somebody has to add the file. */
  readonly missing: readonly DecidedModel[];
}

/**
 * The newest decided model that writes, with the adapters decided after it, and the newest that
 * finds. A file that is missing stands for nothing: the one before it goes on.
 */
export function deploymentOf(
  decided: readonly DecidedModel[],
  find: (sha256: string) => ModelFile | null,
): Deployment {
  let answer: ModelFile | null = null;
  let embed: ModelFile | null = null;
  let adapters: ScaledAdapter[] = [];
  const missing: DecidedModel[] = [];
  for (const model of decided) {
    const file = find(model.sha256);
    if (file === null) missing.push(model);
    else if (file.role === "embed") embed = file;
    else if (file.role === "answer") {
      answer = file;
      adapters = [];
    } else if (file.architecture === answer?.architecture) {
      // The same one decided again is the same one in another strength.
      adapters = adapters.filter((other) => other.file.sha256 !== file.sha256);
      adapters.push({ file, scale: model.scale });
    }
  }
  return { answer, adapters, embed, missing };
}
