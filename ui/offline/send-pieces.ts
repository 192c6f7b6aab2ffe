/** Sending a file to the box in pieces, from wherever it was broken off. */
import { FolkmootError } from "../../mesh/op/index.ts";

/** What the box takes in one go: small enough to pass in time on weak WiFi. */
export const pieceBytesMax = 64 * 1024;

export interface PieceSender {
  /** Stores a piece at `offset`; resolves to how many bytes the box has. */
  put(offset: number, piece: Blob): Promise<number>;
  /** How many bytes the box has. */
  received(): Promise<number>;
  onProgress(received: number): void;
}

/**
 * Sends what the box does not have yet, one piece after the other. Throws what `put` throws; then
 * calling again goes on where the box stands. A box that stands elsewhere than we thought (its
 * reply was lost, another tab sent) is asked where, as long as that brings us further.
 */
export async function sendPieces(file: Blob, sender: PieceSender): Promise<void> {
  let at = await sender.received();
  sender.onProgress(at);
  while (at < file.size) {
    try {
      at = await sender.put(at, file.slice(at, at + pieceBytesMax));
    } catch (error) {
      if (!(error instanceof FolkmootError) || error.status !== 409) throw error;
      const actual = await sender.received();
      if (actual === at) throw error;
      at = actual;
    }
    sender.onProgress(at);
  }
}
