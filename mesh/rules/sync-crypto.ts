import { type PublicKey, sha256, toHex, verifySignature } from "../op/index.ts";

/**
 * The two questions rules ask of cryptography. Rules are synchronous, because the box applies them
 * inside a database transaction; the box answers from its runtime, everybody else by `settle`.
 */
export interface SyncCrypto {
  sha256(bytes: Uint8Array): Uint8Array;
  verify(publicKey: PublicKey, signature: Uint8Array, bytes: Uint8Array): boolean;
}

/** Thrown through a rule to fetch an answer that WebCrypto only gives later. */
class Unanswered extends Error {
  readonly ask: () => Promise<void>;

  constructor(ask: () => Promise<void>) {
    super("This answer is not known yet.");
    this.ask = ask;
  }
}

/**
 * Runs a rule with WebCrypto: whenever it asks something unknown, the answer is fetched and the
 * rule starts over. So a rule must ask everything before it changes anything.
 */
export async function settle<T>(rule: (crypto: SyncCrypto) => T): Promise<T> {
  const hashes = new Map<string, Uint8Array>();
  const verdicts = new Map<string, boolean>();
  const crypto: SyncCrypto = {
    sha256: (bytes) => lookUp(hashes, toHex(bytes), async () => sha256(bytes)),
    verify: (publicKey, signature, bytes) =>
      lookUp(verdicts, [publicKey, signature, bytes].map(toHex).join("."), () =>
        verifySignature(publicKey, signature, bytes),
      ),
  };
  for (;;) {
    try {
      return rule(crypto);
    } catch (thrown) {
      if (!(thrown instanceof Unanswered)) throw thrown;
      await thrown.ask();
    }
  }
}

function lookUp<T>(answers: Map<string, T>, question: string, ask: () => Promise<T>): T {
  const answer = answers.get(question);
  if (answer !== undefined) return answer;
  throw new Unanswered(async () => {
    answers.set(question, await ask());
  });
}
