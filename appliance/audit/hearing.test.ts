import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpId } from "../../mesh/op/index.ts";
import { numberedId } from "../../tests/support/memory-log.ts";
import { communityId, namedSigner } from "../../tests/support/operations.ts";
import { until } from "../../tests/support/walkthrough.ts";
import { systemClock } from "../clock.ts";
import { silentLog } from "../log.ts";
import { systemRandom } from "../random.ts";
import { Audit } from "./audit.ts";
import { auditMigration } from "./record-table.ts";

// Seen under load: what a member said in that moment stayed unsigned until somebody spoke again.
test("what is logged while a start signs its first head is signed soon after", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "folkmoot-hearing-"));
  const db = new Database(":memory:");
  db.run(auditMigration.sql);
  const ids: OpId[] = [numberedId(1)];
  const listeners = new Set<() => void>();
  const say = () => {
    ids.push(numberedId(ids.length + 1));
    for (const listener of listeners) listener();
  };
  let writes = 0;
  const audit = new Audit({
    store: {
      db,
      async write(job) {
        const value = job({ db });
        writes += 1;
        // The first one opens the log, the second one keeps its first head.
        if (writes === 2) say();
        return value;
      },
      operation: () => null,
      ids: ({ after, limit }) => ids.slice(after, after + limit),
      wire: () => null,
      publicKey: () => null,
      on(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    communityId: () => communityId,
    signer: await namedSigner("box"),
    dataDir,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    spacingMs: 10,
  });
  await audit.start();
  await until(() => audit.current?.size === 2);
  expect(audit.logs).toHaveLength(1);
  await audit.close();
  rmSync(dataDir, { recursive: true, force: true });
});
