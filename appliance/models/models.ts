/** Keeps the engine at what the community has decided. */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import {
  type Confinement,
  createEngineHost,
  type Embedder,
  type EngineHost,
  type EngineHostOptions,
  engineThreads,
  expectedConfinement,
  type LanEmbedder,
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
  fits,
  type ScaledAdapter,
} from "./deployment.ts";
import type { EngineLimits } from "./engine-limits.ts";
import {
  type JoinedMachine,
  joinMachine,
  type MachineStatus,
  machineStatus,
} from "./joined-machine.ts";
import { Library, modelGone, noAdapter } from "./library.ts";
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

export class Models {
  readonly library: Library;
  readonly uploads: Uploads;
  readonly pool: ModelPool;
  readonly #options: ModelsOptions;
  readonly #onEmbedder = new Set<() => void>();
  readonly #undo: () => void;
  readonly #names = new Map<string, string>();
  #answer: Running | null = null;
  #embed: Running | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isStarted = false;
  #machines: readonly JoinedMachine[] = [];

  constructor(options: ModelsOptions) {
    const { store, dir, clock, random } = options;
    this.#options = options;
    // The community may have decided about it already: a file is no operation that would be heard.
    this.library = new Library({ store, dir, clock, onAdded: (sha256) => this.#added(sha256) });
    this.uploads = new Uploads({ library: this.library, dir, random });
    this.pool = new ModelPool(clock);
    this.#undo = store.on(() => this.#lookSoon());
  }

  /** Starts what is deployed. Not called for commands that only look at a box. */
  start(): void {
    this.#isStarted = true;
    this.#machines = this.#options.limits.machines.map((machine) =>
      joinMachine(machine, {
        onEmbedder: () => this.#tellEmbedder(),
        onWriter: () => this.pool.pump(),
        add: (member) => this.pool.add(member),
      }),
    );
    void this.library.sweep();
    this.look();
  }

  deployment(): Deployment {
    return deploymentOf(this.#options.decided(), (sha256) => {
      const file = this.library.find(sha256);
      // A file that somebody took away is missing, unless an engine still holds it open.
      return file !== null && (this.library.holds(sha256) || this.#isReady(sha256)) ? file : null;
    });
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
      machines: this.#machines.map(machineStatus),
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
    if (!isAdapter && scale !== 1) throw noAdapter();
    const base = isAdapter ? this.#baseOf(file) : file;
    for (const { sha256, name } of [file, base]) {
      if (!this.library.holds(sha256)) throw modelGone(name);
    }
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

  /** Adding a file again mends what it was refused for; what could not be loaded is tried anew. */
  #added(sha256: string): void {
    this.#names.delete(sha256);
    this.#answer = forgotten(this.#answer, sha256);
    this.#embed = forgotten(this.#embed, sha256);
    this.#lookSoon();
  }

  #isReady(sha256: string): boolean {
    return [this.#answer, this.#embed].some(
      (running) => running?.key.includes(sha256) === true && running.host.state().is === "ready",
    );
  }

  /** As people call it: a file has one name, whoever asks for it. */
  #nameOf(sha256: string): string | null {
    const known = this.#names.get(sha256) ?? this.library.find(sha256)?.name;
    if (known !== undefined) this.#names.set(sha256, known);
    return known ?? null;
  }

  /** What is deployed before what only lies there. */
  #baseOf(adapter: ModelFile): ModelFile {
    const all = [this.deployment().answer, ...this.library.list()];
    const fitting = all.filter((each) => each !== null && fits(adapter, each));
    const there = fitting.filter((each) => this.library.holds(each?.sha256 ?? ""));
    // Of a file that was added long ago nobody noted the size.
    const base = there.find((each) => each?.width === adapter.width) ?? there[0];
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
    const name = () => this.#nameOf(load.sha256);
    return { load, name, socket, memoryBytesMax, clock, log };
  }

  #tellEmbedder(): void {
    for (const listener of this.#onEmbedder) listener();
  }
}

/** The same run, to be replaced at the next look, where it is down and the file is one of its. */
function forgotten(running: Running | null, sha256: string): Running | null {
  const isDown = running?.key.includes(sha256) === true && running.host.state().is === "down";
  return isDown ? { ...running, key: "" } : running;
}

function statusOf(running: Running | null): ModelStatus | null {
  return running === null ? null : { sha256: running.sha256, state: running.host.state() };
}
