/** Puts the assistant together from what it is given. */
import type { MemberId } from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import { ModelPool } from "../engine/index.ts";
import type { VectorStatus } from "../knowledge/index.ts";
import type { Log } from "../log.ts";
import type { Random } from "../random.ts";
import type { Store } from "../store/index.ts";
import type { Shelf } from "./answer-record.ts";
import { Asking } from "./asking.ts";
import { Conversations } from "./conversations.ts";
import { Drafting } from "./drafting.ts";
import type { Engine } from "./engine.ts";
import { isLanguage } from "./language.ts";
import type { PassageSource, Viewer } from "./passage-source.ts";
import { basePolicy, type Policy } from "./policy.ts";
import { quotingEngine } from "./quoting.ts";
import { createRehearsal } from "./rehearsal.ts";
import { Retrievals } from "./retrievals.ts";
import { warmUp } from "./warming.ts";

const noVectors: VectorStatus = { state: "off", model: null, trust: 0, done: 0, total: 0 };

export interface AssistantOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** The knowledge room. */
  readonly source: PassageSource & { readonly vectors?: { status(): VectorStatus } };
  /**
   * What a member is by now, without roles when they have left; null for whom the community does
   * not know, as a program is. What they were when they asked unless given.
   */
  readonly standingOf?: (member: MemberId) => Pick<Viewer, "roles" | "groups"> | null;
  /** The name a member goes by; null when they show none. */
  readonly nameOf: (member: MemberId) => string | null;
  /** The community's languages, the most used first. */
  readonly languages: () => readonly string[];
  readonly engine?: Engine;
  /** What the community has decided about it; the box as it comes unless given. */
  readonly policy?: () => Policy;
  /** Where models write; none does unless given. */
  readonly pool?: ModelPool;
}

export interface Assistant {
  readonly asking: Asking;
  readonly drafting: Drafting;
  readonly conversations: Conversations;
  readonly engine: Engine;
  readonly pool: ModelPool;
  readonly policy: () => Policy;
  /** How far what the community knows can be found by meaning. */
  readonly finding: () => VectorStatus;
  readonly shelfOf: (viewer: Viewer) => Shelf;
  /** Rehearses questions, for the first who ask; to be called when nobody waits for the box. */
  warmUp(): Promise<void>;
  /** Ends what is being answered. */
  close(): void;
}

export function createAssistant(options: AssistantOptions): Assistant {
  const { store, clock, random, log, source, nameOf } = options;
  const engine = options.engine ?? quotingEngine;
  const pool = options.pool ?? new ModelPool(clock);
  const conversations = new Conversations(store, random);
  const language = () => options.languages().find(isLanguage) ?? "en";
  // Until the next commit, which may rename somebody, or erase their name.
  const names = new Map<MemberId, string | null>();
  const stopListening = store.on(() => names.clear());
  const knownName = (member: MemberId): string | null => {
    const known = names.get(member);
    if (known !== undefined) return known;
    const name = nameOf(member);
    names.set(member, name);
    return name;
  };
  const standingOf = options.standingOf ?? (() => null);
  const shelfOf = (viewer: Viewer): Shelf => {
    const now = narrowed(viewer, standingOf(viewer.member));
    return {
      passage: (version, part) => source.passage(now, version, part),
      nameOf: knownName,
    };
  };
  const policy = options.policy ?? (() => basePolicy);
  const retrievals = new Retrievals(source);
  const answering = { retrievals, engine, pool, clock, language, shelfOf, policy };
  const closing = new AbortController();
  const asking = new Asking({ ...answering, conversations, random, log });
  const drafting = new Drafting({ source, pool, clock, log, policy });
  return {
    asking,
    drafting,
    conversations,
    engine,
    pool,
    policy,
    finding: () => source.vectors?.status() ?? noVectors,
    shelfOf,
    warmUp: () => warmUp(source, createRehearsal({ ...answering, source, random }), closing.signal),
    close() {
      stopListening();
      closing.abort(new Error("the box stops"));
      asking.close();
    },
  };
}

/** Answers take minutes: what somebody is no more does not count, nor what they have become since. */
function narrowed(viewer: Viewer, now: Pick<Viewer, "roles" | "groups"> | null): Viewer {
  if (now === null) return viewer;
  const { member, roles, groups } = viewer;
  return {
    member,
    roles: roles.intersection(now.roles),
    groups: groups.intersection(now.groups),
  };
}
