/** Where the box takes its randomness from. Passed in everywhere, so that a seed replays a run. */
export interface Random {
  /** `length` bytes fit for keys. */
  bytes(length: number): Uint8Array<ArrayBuffer>;
}

export const systemRandom: Random = {
  bytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};
