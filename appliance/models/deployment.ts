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
  /** Adapters decided since `answer` that are not made for it, and change nothing. */
  readonly unfit: readonly DecidedModel[];
}

/** Whether an adapter is made for a model, as far as their files tell. */
export function fits(adapter: ModelFile, base: ModelFile | null): boolean {
  if (base === null || base.role !== "answer") return false;
  if (adapter.architecture !== base.architecture) return false;
  const reached = adapter.layers ?? 0;
  return isSame(adapter.width, base.width) && reached <= (base.layers ?? reached);
}

function isSame(one: number | null | undefined, other: number | null | undefined): boolean {
  return one == null || other == null || one === other;
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
  let unfit: DecidedModel[] = [];
  const missing: DecidedModel[] = [];
  for (const model of decided) {
    const file = find(model.sha256);
    if (file === null) missing.push(model);
    else if (file.role === "embed") embed = file;
    else if (file.role === "answer") {
      answer = file;
      adapters = [];
      unfit = [];
    } else if (fits(file, answer)) {
      // The same one decided again is the same one in another strength.
      adapters = adapters.filter((other) => other.file.sha256 !== file.sha256);
      adapters.push({ file, scale: model.scale });
    } else unfit.push(model);
  }
  return { answer, adapters, embed, missing, unfit };
}
