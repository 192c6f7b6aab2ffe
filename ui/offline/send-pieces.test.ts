import { describe, expect, test } from "bun:test";
import { FolkmootError } from "../../mesh/op/index.ts";
import { pieceBytesMax, sendPieces } from "./send-pieces.ts";

/** A box that takes pieces in order, and may lose a reply after having stored the piece. */
function box(options: { lostReplies?: number; has?: number } = {}) {
  let stored = options.has ?? 0;
  let toLose = options.lostReplies ?? 0;
  const sizes: number[] = [];
  return {
    sizes,
    stored: () => stored,
    sender: {
      put: async (offset: number, piece: Blob) => {
        if (offset !== stored) throw new FolkmootError("gap", "Not there.", { status: 409 });
        stored += piece.size;
        sizes.push(piece.size);
        if (toLose-- > 0) throw new FolkmootError("unreachable", "No answer.");
        return stored;
      },
      received: async () => stored,
      onProgress: () => undefined,
    },
  };
}

const file = new Blob([new Uint8Array(150_000)]);

describe("sending a file in pieces", () => {
  test("sends all of it, no piece too large", async () => {
    const { sender, sizes, stored } = box();
    await sendPieces(file, sender);
    expect(stored()).toBe(150_000);
    expect(sizes).toEqual([pieceBytesMax, pieceBytesMax, 150_000 - 2 * pieceBytesMax]);
  });

  test("goes on where the box stands", async () => {
    const { sender, sizes } = box({ has: 140_000 });
    await sendPieces(file, sender);
    expect(sizes).toEqual([10_000]);
  });

  test("after a lost reply goes on without sending twice", async () => {
    const { sender, sizes } = box({ lostReplies: 1 });
    await expect(sendPieces(file, sender)).rejects.toThrow("No answer");
    await sendPieces(file, sender);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(150_000);
  });

  test("follows a box that stands further than we thought", async () => {
    const { sender, sizes } = box({ has: 65_536 });
    let first = true;
    const received = async () => {
      const answer = first ? 0 : 65_536;
      first = false;
      return answer;
    };
    await sendPieces(file, { ...sender, received });
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(150_000 - 65_536);
  });

  test("gives up when the box contradicts itself", async () => {
    const put = async () => {
      throw new FolkmootError("gap", "Not there.", { status: 409 });
    };
    const { sender } = box();
    await expect(sendPieces(file, { ...sender, put })).rejects.toThrow("Not there");
  });
});
