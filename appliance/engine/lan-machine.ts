/** Another machine of the community's network that speaks OpenAI's form: how it is, and asking it. */
import { FolkmootError } from "../../mesh/op/index.ts";
import { isOnLan } from "./lan-address.ts";
import type { TextModelState } from "./text-model.ts";

export interface LanMachineOptions {
  /** `http://10.0.0.5:8080/v1` */
  readonly url: string;
  /** As the machine calls it. */
  readonly model: string;
  /** Sent as a bearer token; null where none is needed. */
  readonly key: string | null;
  /** It may stand outside the local network: what it is asked leaves the house. */
  readonly outside?: boolean;
  readonly fetching?: typeof fetch;
}

export interface LanCall {
  readonly signal: AbortSignal;
  /** Sent by POST; without it the machine is asked by GET. */
  readonly json?: object;
}

const lookEveryMs = 10_000;
const lookWithinMs = 3_000;
const notLan = {
  is: "down",
  code: "engine-not-local",
  hint: "Its address is outside the local network. Correct `url`, or set `outside: true`.",
} as const;
const away = {
  is: "down",
  code: "machine-down",
  hint: "The other machine does not answer. Switch it on, or check its address.",
} as const;
const untrusted = {
  is: "down",
  code: "machine-certificate",
  hint:
    "Its certificate is not trusted here. Start the box with NODE_EXTRA_CA_CERTS naming the file " +
    "of its authority, or use the name that stands in the certificate.",
} as const;
const wantsKey = {
  is: "down",
  code: "machine-key",
  hint: "The other machine wants a key, or another one. Set `key` for it in folkmoot.yml.",
} as const;
const otherModel = {
  is: "down",
  code: "machine-model",
  hint: "The other machine has no such model, or cannot do this with it. Correct `model` or `url`.",
} as const;
const notOpenAi = {
  is: "down",
  code: "machine-odd",
  hint: "What answers there does not speak OpenAI's form. `url` usually ends in /v1.",
} as const;

/** Who refused once is not asked again at each look: that would fail somebody's question. */
const refusedLooks = 30;
/** So many looks in a row that are not answered: what is being written there will not come. */
const goneAfterLooks = 3;
const listCharsMax = 1_000_000;

export class LanMachine {
  readonly #options: LanMachineOptions;
  readonly #fetch: typeof fetch;
  readonly #prove: () => Promise<void>;
  readonly #listeners = new Set<() => void>();
  readonly #timer: ReturnType<typeof setInterval>;
  #state: TextModelState = { is: "starting" };
  #missed = 0;
  #refusedLooks = 0;
  #gone = new AbortController();

  /** `prove`: what must work before it counts as ready, besides that it answers. */
  constructor(options: LanMachineOptions, prove: () => Promise<void> = async () => {}) {
    this.#options = options;
    this.#fetch = options.fetching ?? fetch;
    this.#prove = prove;
    this.#timer = setInterval(() => void this.look(), lookEveryMs);
    void this.look();
  }

  state(): TextModelState {
    return this.#state;
  }

  onState(listener: () => void): void {
    this.#listeners.add(listener);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Asks the machine how it is. Never throws. */
  async look(): Promise<void> {
    const { url, outside = false } = this.#options;
    // Before each look: a name may lead elsewhere than it did.
    const isNear = outside || (await isOnLan(url).catch(() => null));
    if (isNear === false) return this.#become(notLan);
    // A name that nobody knows is not followed: it may be known, elsewhere, a moment later.
    if (isNear === null) return this.#become(away);
    if (this.#refusedLooks > 0) {
      this.#refusedLooks -= 1;
      return;
    }
    this.#become(await this.#found());
    this.#missed =
      this.#state.is === "down" && this.#state.code === away.code ? this.#missed + 1 : 0;
    if (this.#missed < goneAfterLooks) return;
    // A machine whose plug was pulled never says that it is gone.
    this.#gone.abort();
    this.#gone = new AbortController();
  }

  async #found(): Promise<TextModelState> {
    const signal = AbortSignal.timeout(lookWithinMs);
    try {
      const answer = await this.#call("/models", { signal });
      if (!answer.ok) {
        await answer.body?.cancel();
        return isKeyless(answer.status) ? wantsKey : answer.status < 500 ? notOpenAi : away;
      }
      if (!isList(await beginningOf(answer, listCharsMax))) return notOpenAi;
    } catch (error) {
      return stateOf(error);
    }
    return this.#prove().then(
      () => ready,
      () => (this.#refusedLooks > 0 ? this.#state : away),
    );
  }

  /** Throws `engine-not-local`, `engine-stopped` when there is no connection, and the reason. */
  async call(path: string, call: LanCall): Promise<Response> {
    call.signal.throwIfAborted();
    if (this.#state.is === "down" && this.#state.code === notLan.code) {
      throw new FolkmootError(notLan.code, "The machine is not in the local network.", {
        hint: notLan.hint,
        status: 503,
      });
    }
    const signal = AbortSignal.any([call.signal, this.#gone.signal]);
    const answer = await this.#call(path, { ...call, signal }).catch((cause) => {
      call.signal.throwIfAborted();
      this.#become(stateOf(cause));
      throw this.failed("no-connection", cause);
    });
    const refusal = isKeyless(answer.status) ? wantsKey : answer.status === 404 ? otherModel : null;
    if (refusal !== null) {
      this.#refusedLooks = refusedLooks;
      this.#become(refusal);
    }
    return answer;
  }

  failed(why: string, cause?: unknown): FolkmootError {
    return new FolkmootError("engine-stopped", `The other machine did not finish (${why}).`, {
      hint: "Ask again; the box takes another machine, or its own model.",
      cause,
      status: 503,
    });
  }

  #call(path: string, { signal, json }: LanCall): Promise<Response> {
    const { url, key } = this.#options;
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (key !== null) headers["authorization"] = `Bearer ${key}`;
    return this.#fetch(`${url.replace(/\/$/, "")}${path}`, {
      method: json === undefined ? "GET" : "POST",
      headers,
      signal,
      // Another address than the one that was checked.
      redirect: "error",
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
  }

  #become(state: TextModelState): void {
    const before = this.#state;
    this.#state = state;
    if (before.is === state.is && codeOf(before) === codeOf(state)) return;
    for (const listener of this.#listeners) listener();
  }
}

const ready = { is: "ready" } as const;

function codeOf(state: TextModelState): string | null {
  return state.is === "down" ? state.code : null;
}

function isKeyless(status: number): boolean {
  return status === 401 || status === 403;
}

/** What a connection failed with, in the runtime's words. */
function stateOf(error: unknown): TextModelState {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/CERT|UNABLE_TO_(?:VERIFY|GET)|SELF_SIGNED/.test(code)) return untrusted;
  return code === "UnexpectedRedirect" ? notOpenAi : away;
}

function isList(text: string): boolean {
  try {
    return Array.isArray((JSON.parse(text) as { data?: unknown } | null)?.data);
  } catch {
    return false;
  }
}

/** No more of it than is read. */
export async function beginningOf({ body }: Response, charsMax: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  if (body === null) return text;
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    text += decoder.decode(piece, { stream: true });
    if (text.length >= charsMax) break;
  }
  return text.slice(0, charsMax);
}
