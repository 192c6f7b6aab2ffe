/** Reads back every file that proposals name: a flipped bit is found while there are copies. */
import type { FileId } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import type { Breathe, Store } from "../store/index.ts";
import {
  contentCheck,
  filesAfter,
  isHere,
  namingsOf,
  pieceBytes,
  readPiece,
  type StoredFile,
} from "./file-table.ts";

/** A file that is not what was sent, and the texts that name it. */
export interface DamagedFile {
  readonly hash: FileId;
  readonly texts: readonly OpId[];
}

export interface FilesReport {
  readonly checked: number;
  /** False when the disk gave not even the list of files. */
  readonly isReadable: boolean;
  readonly damaged: readonly DamagedFile[];
}

/**
 * Piece by piece, with a breath after each. Never throws for damage: what cannot be read at all is
 * damaged. Files that go meanwhile, because somebody erased them, are none.
 */
export async function rehashFiles(store: Store, breathe: Breathe): Promise<FilesReport> {
  const damaged: DamagedFile[] = [];
  let checked = 0;
  let after = 0;
  try {
    for (;;) {
      const [file] = filesAfter(store.db, after, 1);
      if (file === undefined) return { checked, damaged, isReadable: true };
      const isWell = await isWhole(store, file, breathe).catch(() => false);
      const isGone = !isWell && !isHere(store.db, file);
      if (!isGone) checked += 1;
      if (!isWell && !isGone) {
        const texts = namingsOf(store.db, file.hash).map(({ op }) => op);
        damaged.push({ hash: file.hash, texts });
      }
      after = file.id;
    }
  } catch {
    return { checked, damaged, isReadable: false };
  }
}

/** Of a file that is still coming, the pieces that are here; of a whole one, its hash, too. */
async function isWhole(store: Store, file: StoredFile, breathe: Breathe): Promise<boolean> {
  const key = store.sealingKey(file.key);
  const check = key && contentCheck(store.db, file, key);
  if (key === null || check === null) return false;
  for (let number = 0; number * pieceBytes < file.received; number++) {
    await breathe();
    const piece = readPiece(store.db, file, number, key);
    if (piece === null) return false;
    check.add(piece);
  }
  return file.received < file.bytes || check.isContent();
}
