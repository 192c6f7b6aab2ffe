/** Files of proposals: brought in pieces, sealed at rest, given to whoever may see their text. */
export { Attachments, receivedOf } from "./attachments.ts";
export { migrations } from "./file-table.ts";
export { projection } from "./naming.ts";
export { rehashFiles } from "./rehash.ts";
export { attachmentRoutes, attachmentSchema } from "./routes.ts";
