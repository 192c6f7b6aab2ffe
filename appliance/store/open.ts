import type { Store, StoreOptions } from "./contract.ts";

/** Opens (or makes) the store in `options.dir`, migrating and replaying as needed. */
export declare function openStore(options: StoreOptions): Promise<Store>;
