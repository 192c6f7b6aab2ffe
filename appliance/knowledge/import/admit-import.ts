/** How much members may bring in: by file, by member, and all together. */
import { FolkmootError, type MemberId } from "../../../mesh/op/index.ts";
import {
  fileBytesMax,
  importBytesMax,
  importBytesPerMemberMax,
  importsMax,
  importsPerMemberMax,
} from "./limits.ts";

/** What folkmoot.yml may narrow. */
export interface Uploads {
  readonly uploadBytesMax: number;
  /** Of one member. */
  readonly uploadsAtOnceMax: number;
}

export const uploadsAllowed: Uploads = {
  uploadBytesMax: fileBytesMax,
  uploadsAtOnceMax: importsPerMemberMax,
};

interface Announced {
  readonly member: MemberId;
  readonly size: number;
}

/** Throws `import-size`, `imports-open`, `imports-busy`. `open`: what is on its way or unread. */
export function admitImport(
  open: readonly Announced[],
  member: MemberId,
  size: number,
  { uploadBytesMax, uploadsAtOnceMax }: Uploads,
): void {
  if (size < 1 || size > uploadBytesMax) {
    throw new FolkmootError("import-size", `A file may have 1 to ${uploadBytesMax} bytes.`, {
      hint: "Split it into smaller files.",
      status: 413,
    });
  }
  const bytes = (imports: readonly Announced[]) =>
    imports.reduce((sum, one) => sum + one.size, size);
  const own = open.filter((one) => one.member === member);
  if (own.length >= uploadsAtOnceMax || bytes(own) > importBytesPerMemberMax) {
    throw new FolkmootError("imports-open", "You have several imports open already.", {
      hint: "Teach or discard them first.",
      status: 429,
    });
  }
  if (open.length >= importsMax || bytes(open) > importBytesMax) {
    throw new FolkmootError("imports-busy", "The box is busy with files of other members.", {
      hint: "Try again in a while.",
      status: 503,
    });
  }
}
