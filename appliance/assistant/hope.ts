/** Waiting for a model only for as long as one may come. */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { ModelPool, Secrecy } from "../engine/index.ts";

const lookEveryMs = 1_000;
/** One look alone may fall between a model that goes and the one that takes its place. */
const looksMin = 2;

export interface Hope {
  /** Aborts with the reason once no model will take this any more. */
  readonly lost: AbortSignal;
  /** To be called when nobody waits any longer. */
  end(): void;
}

/**
 * A model may be given up, or taken away by a decision, while hundreds wait for it: they hear of it
 * now and not at their deadline. Throws at once where it is so already.
 */
export function hopeFor(pool: ModelPool, wish: { readonly secrecy: Secrecy }): Hope {
  const whyNow = whyHopeless(pool, wish);
  if (whyNow !== null && pool.state(wish) !== null) throw whyNow;
  const lost = new AbortController();
  let looks = 0;
  const timer = setInterval(() => {
    const why = whyHopeless(pool, wish);
    looks = why === null ? 0 : looks + 1;
    if (why !== null && looks >= looksMin) lost.abort(why);
  }, lookEveryMs);
  timer.unref();
  return { lost: lost.signal, end: () => clearInterval(timer) };
}

/** Null while a model is there, or on its way. */
function whyHopeless(pool: ModelPool, wish: { readonly secrecy: Secrecy }): FolkmootError | null {
  const state = pool.state(wish);
  if (state === null) {
    return new FolkmootError("no-model", "There is no language model any more.", {
      hint: "Ask again once the community has decided on another one.",
      status: 503,
    });
  }
  // An engine that stopped is started again.
  if (state.is !== "down" || state.code === "engine-stopped") return null;
  const { code, hint } = state;
  return new FolkmootError(code, "The model cannot be asked.", { hint, status: 503 });
}
