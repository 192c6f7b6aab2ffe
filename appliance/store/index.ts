export type {
  AppliedOperation,
  Authority,
  Damage,
  Effect,
  Fork,
  Introduction,
  Keyring,
  LoggedOperation,
  Migration,
  Origin,
  Projection,
  RehashReport,
  Standing,
  Store,
  StoreEvent,
  StoreOptions,
  StoreStatus,
  Submission,
  Tx,
} from "./contract.ts";
export { openStore } from "./open.ts";
export { pruneBackupKeys, readErasures, restoreBackup } from "./restore.ts";
