/** Reads back all that a box keeps for people: what they signed, and the files that go with it. */
import { rehashFiles } from "../attachments/index.ts";
import type { Clock } from "../clock.ts";
import { threadsWith } from "../governance/index.ts";
import { type Store, slices } from "../store/index.ts";
import type { VerifyReport } from "./control-routes.ts";

/** In slices that leave the event loop free. Erased things are no damage. */
export async function rehashBox({
  store,
  clock,
}: {
  store: Store;
  clock: Clock;
}): Promise<VerifyReport> {
  const { checked, damaged } = await store.rehash();
  const files = await rehashFiles(
    store,
    slices(() => clock.monotonicMs()),
  );
  const damagedFiles = files.damaged.map(({ hash, texts }) => ({
    position: null,
    what: "file",
    file: hash,
    proposals: threadsWith(store.db, texts),
  }));
  const unreadable = files.isReadable ? [] : [{ position: null, what: "unreadable" }];
  return {
    checked,
    files: files.checked,
    damaged: [...damaged, ...unreadable, ...damagedFiles],
  };
}
