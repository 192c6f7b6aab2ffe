import { Database } from "bun:sqlite";
import { afterAll, describe, expect, test } from "bun:test";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kinds } from "../../mesh/kinds/index.ts";
import {
  compare,
  decodeInclusion,
  type Finding,
  type KnownLog,
  type Shown,
  verifyInclusionFile,
  verifyInclusionOf,
} from "../../mesh/log/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { settle } from "../../mesh/rules/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import { numberedId } from "../../tests/support/memory-log.ts";
import { openApiPart } from "../../tests/support/open-api.ts";
import { until } from "../../tests/support/walkthrough.ts";
import { restoreBox } from "../cli/backup.ts";

const dir = mkdtempSync(join(tmpdir(), "folkmoot-audit-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Head {
  state: string;
  log: (Shown["log"] & { size: number; number: number }) | null;
  logs: Shown["logs"];
}

/** Somebody who remembers what the box showed, as phones do. */
class Witness {
  known: readonly KnownLog[] = [];
  readonly member: TestMember;

  constructor(member: TestMember) {
    this.member = member;
  }

  head(): Promise<Head> {
    return this.member.get<Head>("/api/audit");
  }

  /** Waits until everything that is logged now is signed. */
  async signed(): Promise<Head> {
    const size = this.member.box.box.store.position();
    await until(async () => {
      const { state, log } = await this.head();
      return state === "changed" || (log?.size ?? 0) >= size;
    });
    return this.head();
  }

  async look(): Promise<Finding> {
    const { log, logs } = await this.signed();
    if (log === null) throw new Error("the box shows no log");
    const { finding, known } = await compare(
      this.known,
      {
        log,
        logs,
        consistency: (from, to) => this.member.get(`/api/audit/consistency?from=${from}&to=${to}`),
      },
      { community: this.member.communityId, boxKey: this.boxKey, now: 0 },
    );
    this.known = known;
    return finding;
  }

  get boxKey() {
    return this.member.box.box.provisioned.boxSigner.publicKey;
  }
}

const say = (member: TestMember, text: string) =>
  member.speak(kinds.question, { text, lang: "en", audience: "members" });

/** Does something to the database of a box that does not run. */
function tamper(box: TestBox, ...statements: string[]): void {
  const db = new Database(join(box.dir, "folkmoot.db"), { readwrite: true });
  for (const sql of statements) db.run(sql);
  db.run("PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
}

async function again(box: TestBox, member: TestMember): Promise<TestBox> {
  const next = await startBox({ dir: box.dir });
  member.box = next;
  member.token = null;
  return next;
}

describe("the record of a box", () => {
  test("grows with its log, over restarts, and proves every operation", async () => {
    let box = await startBox();
    const { founder } = await foundedBox(box);
    const witness = new Witness(founder);
    expect((await witness.look()).kind).toBe("first");
    const id = await say(founder, "Is it in?");
    expect((await witness.look()).kind).toBe("grown");
    await box.box.close();
    box = await again(box, founder);
    expect((await witness.look()).kind).toBe("same");
    await say(founder, "And after a restart?");
    expect((await witness.look()).kind).toBe("grown");
    expect((await witness.head()).logs).toHaveLength(1);
    const document = openApiPart(await (await box.fetch("/openapi.json")).json());
    for (const path of ["/api/audit", "/api/audit/consistency"]) {
      const answer = await founder.get(path.endsWith("y") ? `${path}?from=1&to=2` : path);
      expect(document.undescribed(path, answer)).toEqual([]);
    }

    const travelling = await founder.fetch(`/api/audit/inclusion/${id}`);
    expect(travelling.headers.get("content-type")).toBe("application/cbor");
    const proof = decodeInclusion(new Uint8Array(await travelling.arrayBuffer()));
    const { origin } = (await witness.head()).log ?? { origin: null };
    const about = { id, boxKey: witness.boxKey, origin };
    expect(await settle((crypto) => verifyInclusionOf(proof, about, crypto))).toBe("proven");
    const file = await founder.fetch(`/api/audit/proof/${id}`);
    expect(await verifyInclusionFile(new Uint8Array(await file.arrayBuffer()))).toMatchObject({
      ok: true,
      operation: id,
      kind: kinds.question.number,
      author: founder.device,
      community: founder.communityId,
    });
    await box.close();
  });

  test("says what it cannot prove", async () => {
    const box = await startBox();
    const { founder } = await foundedBox(box);
    await new Witness(founder).signed();
    const codeOf = async (path: string) => {
      const response = await founder.fetch(path);
      return [response.status, ((await response.json()) as { error: { code: string } }).error.code];
    };
    expect(await codeOf(`/api/audit/inclusion/${numberedId(1)}`)).toEqual([404, "not-logged"]);
    expect(await codeOf("/api/audit/consistency?from=1&to=9999")).toEqual([404, "not-in-tree"]);
    expect(await codeOf("/api/audit/consistency?from=3&to=2")).toEqual([404, "not-in-tree"]);
    expect((await founder.fetch("/api/audit/consistency?from=0&to=2")).status).toBe(422);
    const ids: OpId[] = [];
    for (let at = 0; at < 3; at++) ids.push(await say(founder, `Number ${at}`));
    const fresh = await founder.fetch(`/api/audit/inclusion/${ids.at(-1)}`);
    expect([409, 200]).toContain(fresh.status);
    await box.close();
  });

  test("has no head before a community is founded", async () => {
    const box = await startBox();
    expect((await box.fetch("/api/audit")).status).toBe(401);
    expect(box.box.status().founded).toBe(false);
    await box.close();
  });
});

describe("a box that was tampered with", () => {
  test("says so, names the place and signs nothing more", async () => {
    let box = await startBox();
    const { founder } = await foundedBox(box);
    const witness = new Witness(founder);
    for (let at = 0; at < 260; at += 20) {
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          founder.sign(kinds.question, { text: `${at + n}`, lang: "en", audience: "members" }),
        ),
      );
      await founder.submit(...made);
    }
    await witness.look();
    await box.box.close();
    tamper(box, `UPDATE operation SET id = x'${numberedId(1)}' WHERE position = 9`);
    box = await again(box, founder);
    expect(await witness.signed()).toMatchObject({ state: "changed", log: null });
    const health = (await (await box.fetch("/health")).json()) as {
      parts: { record: { state: string; issue: string } };
    };
    expect(health.parts.record.state).toBe("failed");
    expect(health.parts.record.issue).toContain("positions 1 to 256");
    const refused = await founder.fetch("/api/audit/consistency?from=1&to=2");
    expect(refused.status).toBe(503);
    await box.close();
  });

  test("and covers its tracks is convicted by whoever remembers", async () => {
    let box = await startBox();
    const { founder } = await foundedBox(box);
    const witness = new Witness(founder);
    await say(founder, "Before");
    await witness.look();
    await box.box.close();
    // What the operator of a box can do: change the log, and forget what was signed of it.
    const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    tamper(
      box,
      `UPDATE operation SET id = x'${numberedId(1)}' WHERE position = 3`,
      "DELETE FROM audit_tile",
      `UPDATE audit_log SET size = 0, root = x'${empty}', checkpoint = NULL`,
    );
    const head = { origin: witness.known[0]?.origin, size: 0, root: empty };
    await Bun.write(join(box.dir, "audit", "head.json"), JSON.stringify(head));
    box = await again(box, founder);
    expect(await witness.look()).toMatchObject({ kind: "fault", evidence: { fault: "forked" } });
    await say(founder, "And grows on");
    expect(await witness.look()).toMatchObject({ kind: "fault", evidence: { fault: "rewritten" } });
    await box.close();
  });

  test("only in what can be computed again mends it", async () => {
    let box = await startBox();
    const { founder } = await foundedBox(box);
    const witness = new Witness(founder);
    await witness.look();
    await box.box.close();
    tamper(box, `INSERT INTO audit_tile VALUES (0, x'00')`);
    box = await again(box, founder);
    expect((await witness.look()).kind).toBe("same");
    await box.close();
  });
});

describe("a box that was restored", () => {
  test("by moot restore opens a new log, at the head of the backup", async () => {
    const box = await startBox();
    const { founder } = await foundedBox(box);
    const witness = new Witness(founder);
    await witness.look();
    await box.box.backup(join(dir, "backup"));
    await say(founder, "Lost with the old disk");
    await say(founder, "This too");
    await witness.look();
    await box.close();
    const data = join(dir, "restored");
    await restoreBox(join(dir, "backup"), data);
    founder.box = await startBox({ dir: data });
    founder.token = null;
    const finding = await witness.look();
    expect(finding).toMatchObject({
      kind: "restored",
      lost: 2,
      opening: { reason: "restored", number: 2 },
    });
    expect((await witness.head()).logs).toHaveLength(2);
    await say(founder, "Life goes on");
    expect((await witness.look()).kind).toBe("grown");
    await founder.box.close();
  });

  test("by copying an older database over the newer one is noticed, too", async () => {
    let box = await startBox();
    const { founder } = await foundedBox(box);
    const witness = new Witness(founder);
    await witness.look();
    await box.box.close();
    cpSync(join(box.dir, "folkmoot.db"), join(dir, "folkmoot.db"));
    cpSync(join(box.dir, "keys.db"), join(dir, "keys.db"));
    box = await again(box, founder);
    await say(founder, "Will be gone");
    await witness.look();
    await box.box.close();
    for (const name of ["folkmoot.db", "keys.db"]) {
      rmSync(join(box.dir, `${name}-wal`), { force: true });
      cpSync(join(dir, name), join(box.dir, name));
    }
    box = await again(box, founder);
    expect(await witness.look()).toMatchObject({ kind: "restored", lost: 1 });
    await box.close();
  });

  test("from a copy of before it kept a record says so by the mark of the restore", async () => {
    let box = await startBox();
    const { founder } = await foundedBox(box);
    const witness = new Witness(founder);
    await witness.look();
    await box.box.close();
    tamper(box, "DELETE FROM audit_log");
    rmSync(join(box.dir, "audit", "head.json"));
    await Bun.write(join(box.dir, "audit", "restored"), "");
    box = await again(box, founder);
    expect(await witness.look()).toMatchObject({
      kind: "restored",
      opening: { number: 1, previous: null },
    });
    await box.close();
  });
});
