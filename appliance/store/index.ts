export type {
  AppliedOperation,
  Authority,
  Effect,
  Introduction,
  LoggedOperation,
  Migration,
  Projection,
  Standing,
  Store,
  StoreEvent,
  StoreOptions,
  Submission,
  Tx,
} from "./contract.ts";
export { seal, unseal } from "./crypt.ts";
export { openStore } from "./open.ts";
export { receiptText } from "./receipts.ts";
export { pruneBackupKeys, restoreBackup } from "./restore.ts";
export { type Breathe, slices } from "./slices.ts";
export { turnOf } from "./turn.ts";
