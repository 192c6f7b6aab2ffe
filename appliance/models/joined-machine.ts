/** A machine of the network, as folkmoot.yml names it, made into a model of the pool. */

import type { LanEmbedder, LanModel, PoolMember, TextModelState } from "../engine/index.ts";
import { createLanEmbedder, createLanModel } from "../engine/index.ts";
import type { Machine } from "./engine-limits.ts";

export interface MachineStatus {
  readonly model: string;
  /** Its address, with the port. */
  readonly host: string;
  readonly privacy: NonNullable<Machine["privacy"]>;
  readonly embeds: boolean;
  readonly state: TextModelState;
}

export interface JoinedMachine {
  readonly machine: Machine;
  /** Null where it may not do what it is there for: it is not asked at all. */
  readonly model: LanModel | LanEmbedder | null;
}

interface Hearing {
  readonly onEmbedder: () => void;
  readonly onWriter: () => void;
  readonly add: (member: PoolMember) => void;
}

const presets = {
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

export function joinMachine(machine: Machine, hearing: Hearing): JoinedMachine {
  const { weight, privacy, embeds, ...options } = { ...presets, ...machine };
  if (embeds) {
    if (mayRead[privacy] !== "private") return { machine, model: null };
    const model = createLanEmbedder(options);
    model.onState(hearing.onEmbedder);
    return { machine, model };
  }
  const model = createLanModel(options);
  model.onState(hearing.onWriter);
  hearing.add({ model, place: "lan", weight, mayRead: mayRead[privacy] });
  return { machine, model };
}

export function machineStatus({ machine, model }: JoinedMachine): MachineStatus {
  return {
    model: machine.model,
    host: URL.parse(machine.url)?.host ?? machine.url,
    privacy: machine.privacy ?? presets.privacy,
    embeds: machine.embeds ?? presets.embeds,
    state: model?.state() ?? mayNotRead,
  };
}
