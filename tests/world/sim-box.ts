/** What a simulated world asks of a box, be it a model or the real store. */
import type { CommunityId, Heads, Operation, OpId } from "../../mesh/op/index.ts";
import type { Dice } from "./dice.ts";
import type { Ledger } from "./ledger.ts";

/** `turned-away`: this box knows that the invitation is worth nothing. */
export type State = "ok" | "dup" | "badsig" | "fork" | "retry" | "turned-away";

export interface Reply {
  results: { id: OpId | null; state: State }[];
  receipt: Uint8Array | null;
}

/** One logged operation on its way to another box. */
export interface Passed {
  wire: Uint8Array;
  receipt: Uint8Array;
}

export interface Logged {
  id: OpId;
  op: Operation;
  wire: Uint8Array;
}

export interface SimBox {
  readonly name: string;
  readonly communityId: CommunityId;
  up: boolean;
  /** From a phone. `now`: seconds since 1970. Null: the power went before there was a reply. */
  submit(wires: Uint8Array[], now: number): Promise<Reply | null>;
  /** From a radio: nobody gets an answer. */
  hear(packet: Uint8Array, now: number): Promise<void>;
  /** From another box. */
  receive(passed: Passed[]): Promise<void>;
  heads(): Heads;
  lackingFor(theirs: Heads): Passed[];
  /** What the operating system does by itself, sooner or later. */
  flush(): void;
  cutPower(dice: Dice): Promise<void>;
  /** The power goes in the middle of the next request. */
  doom(dice: Dice): void;
  start(): Promise<void>;
  /** Everything logged, both halves of a fork included. */
  log(): Map<OpId, Logged>;
  ledger(): Ledger;
  /** What only this sort of box can find wrong with itself. */
  ownProblems(): Promise<string[]>;
  close(): Promise<void>;
}
