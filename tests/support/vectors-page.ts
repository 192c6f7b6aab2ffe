/** What the browser runs in tests/e2e/vectors.e2e.ts. */
import { createOperation, generateSigner, toCommunityId, toHex } from "../../mesh/op/index.ts";
import { runVectorChecks } from "./vectors.ts";

export interface SignedHere {
  wire: string;
  publicKey: string;
  extractable: boolean;
}

declare global {
  var runVectors: () => Promise<{ failed: string[]; count: number }>;
  var signHere: (algorithm: "Ed25519" | "P-256") => Promise<SignedHere>;
}

globalThis.runVectors = runVectorChecks;

/** An operation of the community `00…`, by a key that cannot leave the browser. */
globalThis.signHere = async (algorithm) => {
  const signer = await generateSigner({ extractable: false, algorithm });
  const { bytes } = await createOperation({
    communityId: toCommunityId("0".repeat(64)),
    signer,
    kind: 200,
    seq: 1,
    time: 1_795_000_000,
    body: ["signed in a browser"],
    erasable: true,
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
  });
  const { extractable } = signer.privateKey;
  return { wire: toHex(bytes), publicKey: toHex(signer.publicKey), extractable };
};
