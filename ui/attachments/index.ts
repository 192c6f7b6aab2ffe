/** Files of proposals: attached while writing, sent by themselves, looked at and saved. */
export { AttachField } from "./attach-field.tsx";
export { FileChanges } from "./file-changes.tsx";
export { type AttachedFile, FilesCard } from "./files-card.tsx";
export { queueFiles } from "./kept-files.ts";
export { LostFiles } from "./lost-files.tsx";
export { sendAttachments } from "./uploads.ts";
export { WaitingFiles } from "./waiting-files.tsx";
