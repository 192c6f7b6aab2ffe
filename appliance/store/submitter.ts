/** A request's operations on their way through the queue, and what is said of each. */
import { FolkmootError, opsPerRequestMax } from "../../mesh/op/index.ts";
import type { Admission, Candidate } from "./admission.ts";
import type { Origin, Submission } from "./contract.ts";
import type { Ledger } from "./ledger.ts";
import type { WriteQueue } from "./write-queue.ts";

export interface SubmitterParts {
  readonly admission: Admission;
  readonly ledger: Ledger;
  readonly queue: WriteQueue;
  readonly urgentKinds: ReadonlySet<number>;
}

const badSignature: Submission = { id: null, state: "badsig" };

export class Submitter {
  readonly #parts: SubmitterParts;

  constructor(parts: SubmitterParts) {
    this.#parts = parts;
  }

  async submit(wires: readonly Uint8Array[], origin: Origin): Promise<Submission[]> {
    if (wires.length > opsPerRequestMax) {
      throw new FolkmootError("too-many-operations", "These are too many operations at once.", {
        status: 413,
      });
    }
    this.#parts.queue.announce();
    const candidates = await this.#parts.admission.check(wires);
    const first = candidates.find((candidate) => candidate !== null);
    if (!first) return candidates.map(() => badSignature);
    return this.#admit(candidates, { ...origin, lane: origin.lane ?? first.op.author });
  }

  async #admit(
    candidates: readonly (Candidate | null)[],
    origin: Origin & { lane: string },
  ): Promise<Submission[]> {
    const { ledger, queue } = this.#parts;
    const { lane, carrier } = origin;
    const urgent = candidates.every((candidate) => candidate === null || this.#isUrgent(candidate));
    const job = (careful: boolean) =>
      candidates.map((one) =>
        one === null ? badSignature : ledger.admit(one, { carrier, careful }),
      );
    try {
      return await queue.add(job, { lane, urgent, repeatable: true });
    } catch (error) {
      if (!(error instanceof FolkmootError)) throw error;
      const { code } = error;
      if (code === "unknown-outcome" || code === "busy") return candidates.map(toRetry);
      if (code !== "disk-full" || urgent) throw error;
      return this.#admitUrgent(candidates, origin, error);
    }
  }

  /** What is urgent among them may use the reserve; the rest has to come again. */
  async #admitUrgent(
    candidates: readonly (Candidate | null)[],
    origin: Origin & { lane: string },
    error: FolkmootError,
  ): Promise<Submission[]> {
    const some = candidates.map((one) => (one !== null && this.#isUrgent(one) ? one : null));
    if (some.every((one) => one === null)) throw error;
    const results = await this.#admit(some, origin);
    return results.map((result, i) => (some[i] ? result : toRetry(candidates[i] ?? null)));
  }

  #isUrgent({ op }: Candidate): boolean {
    return this.#parts.urgentKinds.has(op.header.kind);
  }
}

function toRetry(candidate: Candidate | null): Submission {
  return candidate === null ? badSignature : { id: candidate.id, state: "retry" };
}
