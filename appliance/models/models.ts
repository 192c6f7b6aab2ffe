/** Keeps the engine at what the community has decided. */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import {
  type Confinement,
  createEngineHost,
  createLanEmbedder,
  createLanModel,
  type Embedder,
  type EngineHost,
  type EngineHostOptions,
  engineThreads,
  expectedConfinement,
  type LanEmbedder,
  type LanModel,
  type LoadRequest,
  ModelPool,
  machineMemoryBytes,
  readyOf,
  type TextModelState,
} from "../engine/index.ts";
import type { Log } from "../log.ts";
import type { Random } from "../random.ts";
import type { Store } from "../store/index.ts";
import {
  type DecidedModel,
  type Deployment,
  deploymentOf,
  type ScaledAdapter,
} from "./deployment.ts";
import type { EngineLimits, Machine } from "./engine-limits.ts";
import { Library } from "./library.ts";
import type { ModelFile } from "./model-table.ts";
import { type Trial, tryModel } from "./trial.ts";
import { Uploads } from "./uploads.ts";

export interface ModelsOptions {
  readonly store: Store;
  /** `<data>/models` */
  readonly dir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly limits: EngineLimits;
  /** What the community has decided to use, the newest last. */
  readonly decided: () => readonly DecidedModel[];
}

export interface ModelStatus {
  readonly sha256: string;
  readonly state: TextModelState;
}

export interface MachineStatus {
  readonly model: string;
  /** Its address, with the port. */
  readonly host: string;
  readonly privacy: NonNullable<Machine["privacy"]>;
  readonly embeds: boolean;
  readonly state: TextModelState;
}

const machinePresets = {
  key: null,
  slots: 4,
  weight: 1,
  contextTokens: 4_096,
  privacy: "public-only",
  outside: false,
  embeds: false,
} as const;
const mayRead = { "public-only": "commons", members: "members", any: "private" } as const;

/** A model that finds reads every passage and every question. */
const mayNotRead = {
  is: "down",
  code: "machine-may-not-read",
  hint: "A model that finds reads everything: set `privacy: any`, or let the box find by itself.",
} as const;

/** Embeddings are short: a longer context would only take memory. */
const embedTokensMax = 512;
/** The share of the machine's memory that an engine may take where nobody says otherwise. */
const memoryShare = 0.75;
/** Commits come in bursts; one look after them is enough. */
const lookAfterMs = 200;

interface Running {
  readonly key: string;
  readonly sha256: string;
  readonly host: EngineHost;
}

interface JoinedMachine {
  readonly machine: Machine;
  /** Null where it may not do what it is there for: it is not asked at all. */
  readonly model: LanModel | LanEmbedder | null;
}

export class Models {
  readonly library: Library;
  readonly uploads: Uploads;
  readonly pool: ModelPool;
  readonly #options: ModelsOptions;
  readonly #onEmbedder = new Set<() => void>();
  readonly #undo: () => void;
  #answer: Running | null = null;
  #embed: Running | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isStarted = false;
  #machines: readonly JoinedMachine[] = [];

  constructor(options: ModelsOptions) {
    const { store, dir, clock, random } = options;
    this.#options = options;
    // The community may have decided about it already: a file is no operation that would be heard.
    this.library = new Library({ store, dir, clock, onAdded: () => this.#lookSoon() });
    this.uploads = new Uploads({ library: this.library, dir, random });
    this.pool = new ModelPool(clock);
    this.#undo = store.on(() => this.#lookSoon());
  }

  /** Starts what is deployed. Not called for commands that only look at a box. */
  start(): void {
    this.#isStarted = true;
    this.#machines = this.#options.limits.machines.map((machine) => this.#join(machine));
    this.look();
  }

  deployment(): Deployment {
    return deploymentOf(this.#options.decided(), (sha256) => this.library.find(sha256));
  }

  /**
   * The model that finds; null while there is none, or it is not ready. What the community deployed
   * on the box goes before machines of the network: vectors of two models cannot be compared.
   */
  embedder(): (Embedder & { readonly sha256: string }) | null {
    if (this.#embed === null) return readyOf(this.#lanEmbedders());
    if (this.#embed.host.state().is !== "ready") return null;
    return Object.assign(this.#embed.host, { sha256: this.#embed.sha256 });
  }

  /** Whether there is to be a model that finds, started or not, ready or not. */
  get finds(): boolean {
    const { machines } = this.#options.limits;
    const isLent = machines.some(({ embeds, privacy }) => embeds === true && privacy === "any");
    return isLent || this.deployment().embed !== null;
  }

  /** Calls back when another model finds, or none. */
  onEmbedder(listener: () => void): void {
    this.#onEmbedder.add(listener);
  }

  status(): {
    readonly answer: ModelStatus | null;
    readonly embed: ModelStatus | null;
    readonly machines: readonly MachineStatus[];
  } {
    return {
      answer: statusOf(this.#answer),
      embed: statusOf(this.#embed),
      machines: this.#machines.map(({ machine, model }) => ({
        model: machine.model,
        host: URL.parse(machine.url)?.host ?? machine.url,
        privacy: machine.privacy ?? machinePresets.privacy,
        embeds: machine.embeds ?? machinePresets.embeds,
        state: model?.state() ?? mayNotRead,
      })),
    };
  }

  /** How the engine is confined: as the one that runs found it, or as is to be expected. */
  confinement(): Confinement {
    const running = this.#answer ?? this.#embed;
    return running?.host.confinement ?? expectedConfinement(this.#options.limits.engineSocket);
  }

  /**
   * Loads a file beside what runs and lets it say something. An adapter is tried on the model it is
   * for, as strongly as `scale` says. Throws why it cannot, `adapter-alone` without such a model.
   */
  async try(file: ModelFile, prompt: string, scale = 1): Promise<Trial> {
    const isAdapter = file.role === "adapter";
    const base = isAdapter ? this.#baseOf(file) : file;
    const load = this.#loadOf(base, isAdapter ? [{ file, scale }] : [], 1);
    return tryModel(prompt, this.#engineOf(load));
  }

  /** Compares what runs with what is decided; replaces what is another. */
  look(): void {
    const { answer, adapters, embed } = this.deployment();
    const { slots } = this.#options.limits;
    const next = this.#replace(
      this.#answer,
      answer === null ? null : this.#loadOf(answer, adapters, slots),
    );
    if (next !== this.#answer) {
      if (this.#answer !== null) this.pool.remove(this.#answer.host);
      this.#answer = next;
      if (next !== null) {
        next.host.onState(() => this.pool.pump());
        this.pool.add({ model: next.host, place: "box", weight: 1, mayRead: "private" });
      }
    }
    const finds = this.#replace(this.#embed, embed === null ? null : this.#loadOf(embed, [], 1));
    if (finds === this.#embed) return;
    this.#embed = finds;
    finds?.host.onState(() => this.#tellEmbedder());
    this.#tellEmbedder();
  }

  close(): void {
    this.#undo();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#answer?.host.close();
    this.#embed?.host.close();
    for (const { model } of this.#machines) model?.close();
  }

  #join(machine: Machine): JoinedMachine {
    const { weight, privacy, embeds, ...options } = { ...machinePresets, ...machine };
    if (embeds) {
      if (mayRead[privacy] !== "private") return { machine, model: null };
      const model = createLanEmbedder(options);
      model.onState(() => this.#tellEmbedder());
      return { machine, model };
    }
    const model = createLanModel(options);
    model.onState(() => this.pool.pump());
    this.pool.add({ model, place: "lan", weight, mayRead: mayRead[privacy] });
    return { machine, model };
  }

  #lanEmbedders(): LanEmbedder[] {
    return this.#machines.flatMap(({ model }) => (model !== null && "embed" in model ? model : []));
  }

  #lookSoon(): void {
    if (!this.#isStarted) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.look();
    }, lookAfterMs);
  }

  #replace(running: Running | null, load: LoadRequest | null): Running | null {
    const key = JSON.stringify(load);
    if (running !== null && running.key === key) return running;
    running?.host.close();
    if (load === null) return null;
    return { key, sha256: load.sha256, host: createEngineHost(this.#engineOf(load)) };
  }

  /** What is deployed before what only lies there. */
  #baseOf({ architecture }: ModelFile): ModelFile {
    const all = [this.deployment().answer, ...this.library.list()];
    const base = all.find((each) => each?.role === "answer" && each.architecture === architecture);
    if (base) return base;
    throw new FolkmootError("adapter-alone", "No model on the box is what this adapter is for.", {
      hint: "Add the model that it was trained on, then try it again.",
      status: 409,
    });
  }

  #loadOf(file: ModelFile, adapters: readonly ScaledAdapter[], slots: number): LoadRequest {
    const { contextTokens, threads } = this.#options.limits;
    const { sha256, role } = file;
    return {
      role: role === "embed" ? "embed" : "answer",
      path: this.library.pathOf(sha256),
      sha256,
      adapters: adapters.map(({ file: { sha256: own }, scale }) => ({
        path: this.library.pathOf(own),
        sha256: own,
        scale,
      })),
      slots,
      contextTokens: role === "embed" ? embedTokensMax : contextTokens,
      threads: threads === 0 ? engineThreads() : threads,
    };
  }

  #engineOf(load: LoadRequest): EngineHostOptions {
    const { clock, log, limits } = this.#options;
    const { memoryBytesMax: given, engineSocket: socket } = limits;
    const memoryBytesMax = given === 0 ? machineMemoryBytes() * memoryShare : given;
    return { load, socket, memoryBytesMax, clock, log };
  }

  #tellEmbedder(): void {
    for (const listener of this.#onEmbedder) listener();
  }
}

function statusOf(running: Running | null): ModelStatus | null {
  return running === null ? null : { sha256: running.sha256, state: running.host.state() };
}
