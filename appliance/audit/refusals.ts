/** What the record cannot answer, and what helps. */
import { FolkmootError } from "../../mesh/op/index.ts";

export function notLogged(): FolkmootError {
  return new FolkmootError("not-logged", "This is not in the box's record.", {
    hint: "It may still wait to be sent, or the box was restored from before it.",
    status: 404,
  });
}

export function notSignedYet(): FolkmootError {
  return new FolkmootError("not-signed-yet", "The box has not signed this yet.", {
    hint: "Ask again in a few seconds.",
    status: 409,
  });
}

export function notInTree(): FolkmootError {
  return new FolkmootError("not-in-tree", "The record has no such place.", { status: 404 });
}

export function recordChanged(): FolkmootError {
  return new FolkmootError("record-changed", "The record is not the one this box has signed.", {
    hint: "Restore the newest backup: moot restore. Phones send again what came after.",
    status: 503,
  });
}
