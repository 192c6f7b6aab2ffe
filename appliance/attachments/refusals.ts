/** Why a file is not taken or not given, and what to do. */
import { attachmentBytesMax } from "../../mesh/kinds/index.ts";
import { FolkmootError } from "../../mesh/op/index.ts";

/** 409, with the offset to go on from. */
export class AttachmentGap extends FolkmootError {
  readonly received: number;

  constructor(received: number) {
    super("attachment-gap", "A piece before this one is missing.", {
      hint: "Go on from the offset in `received`.",
      status: 409,
    });
    this.received = received;
  }
}

export function wrongSize(bytes: number): FolkmootError {
  return bytes < 1
    ? new FolkmootError("attachment-empty", "This file is empty.", {
        hint: "Look whether it was saved, and choose it again.",
        status: 422,
      })
    : new FolkmootError("attachment-size", "This file is too large.", {
        hint: `At most ${attachmentBytesMax / 1_000_000} MB. Make it smaller, or split it.`,
        status: 413,
      });
}

export function wrongPiece(pieceBytes: number): FolkmootError {
  return new FolkmootError("attachment-piece", "This is no piece of this file.", {
    hint: `Pieces have ${pieceBytes} bytes, the last one what is left; each begins at a multiple.`,
    status: 413,
  });
}

export function wrongHash(): FolkmootError {
  return new FolkmootError("attachment-hash", "What arrived is not the file that was announced.", {
    hint: "Nothing of it was kept. Send it again from the beginning.",
    status: 422,
  });
}

export function unknown(): FolkmootError {
  return new FolkmootError("attachment-unknown", "This file was not announced, or not by you.", {
    hint: "Announce it, then send it from where the answer says.",
    status: 404,
  });
}

export function erased(): FolkmootError {
  return new FolkmootError("attachment-erased", "This file was erased with its proposal.", {
    hint: "If it is meant to be there, attach it to a proposal anew.",
    status: 410,
  });
}

export function tooManyWaiting(unnamedMax: number): FolkmootError {
  return new FolkmootError("attachments-waiting", "Too many of your files belong to nothing yet.", {
    hint: `At most ${unnamedMax} wait for their proposal. Send the proposals first.`,
    status: 429,
  });
}

export function tooMuchToday(waitSeconds: number): FolkmootError {
  return new FolkmootError("member-ration", "This is more than the box takes from you in a day.", {
    hint: `Nothing is lost. Go on in ${Math.ceil(waitSeconds / 3_600)} hours.`,
    status: 429,
  });
}

export function diskFull(): FolkmootError {
  return new FolkmootError("disk-full", "The box has no room for this file.", {
    hint: "Nothing was lost. Ask a steward to make room on the box, then send it again.",
    status: 507,
  });
}

export function absent(): FolkmootError {
  return new FolkmootError("attachment-absent", "There is no such file here for you.", {
    hint: "It may be on its way: look again when its proposal says that it is here.",
    status: 404,
  });
}
