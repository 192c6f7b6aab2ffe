import { type CborValue, decodeVarint, encodeVarint, type RadioBody } from "../op/index.ts";
import { ballot } from "./ballot.ts";

/**
 * The kinds that have a radio form, and how their bodies are packed. A new entry never changes an
 * old one: radios in the field are updated last.
 */
export const radioBodies: readonly RadioBody[] = [
  {
    kind: ballot.number,
    refers: true,
    /** `choice(1) ‖ revision(varint, 1–3)` */
    pack(body) {
      const { proposal, choice, revision } = ballot.schema.decode(body);
      return { reference: proposal, packed: Uint8Array.of(choice, ...encodeVarint(revision)) };
    },
    unpack(packed, reference) {
      const [choice] = packed;
      const revision = decodeVarint(packed, 1);
      if (reference === null || choice === undefined || revision === null) return null;
      if (revision.next !== packed.length) return null;
      return tryEncode({ proposal: reference, choice, revision: revision.value });
    },
  },
];

/** Null where the numbers are beyond what a ballot may hold. */
function tryEncode(body: Parameters<typeof ballot.schema.encode>[0]): CborValue[] | null {
  try {
    return ballot.schema.encode(body);
  } catch {
    return null;
  }
}
