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

export class LanMachine {
  readonly #options: LanMachineOptions;
  readonly #fetch: typeof fetch;
  readonly #prove: () => Promise<void>;
  readonly #listeners = new Set<() => void>();
  readonly #timer: ReturnType<typeof setInterval>;
  #state: TextModelState = { is: "starting" };

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
    const signal = AbortSignal.timeout(lookWithinMs);
    const answer = await this.#call("/models", { signal }).catch(() => null);
    await answer?.body?.cancel();
    const isProven = answer?.ok === true && (await this.#prove().then(yes, no));
    this.#become(isProven ? { is: "ready" } : away);
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
    return this.#call(path, call).catch((cause) => {
      call.signal.throwIfAborted();
      this.#become(away);
      throw this.failed("no-connection", cause);
    });
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
    if (this.#state.is === state.is) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

const yes = () => true;
const no = () => false;
