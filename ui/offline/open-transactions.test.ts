import { describe, expect, test } from "bun:test";
import { followTransactions } from "./open-transactions.ts";

/** A transaction that says whether it was taken back; as browsers, it refuses that when committed. */
class FakeTransaction extends EventTarget {
  state: "open" | "committed" | "aborted" = "open";
  commit(): void {
    this.state = "committed";
  }
  abort(): void {
    if (this.state !== "open") throw new DOMException("over", "InvalidStateError");
    this.state = "aborted";
    this.dispatchEvent(new Event("abort"));
  }
  complete(): void {
    this.commit();
    this.dispatchEvent(new Event("complete"));
  }
}

function connection() {
  const asked: unknown[][] = [];
  const db = {
    transaction: (...args: unknown[]) => {
      asked.push(args);
      return new FakeTransaction() as unknown as IDBTransaction;
    },
  };
  const transactions = followTransactions(db);
  const begin = (...args: Parameters<typeof db.transaction>) =>
    db.transaction(...args) as unknown as FakeTransaction;
  return { begin, asked, transactions };
}

describe("a page that is left", () => {
  test("takes back what it is in the middle of, so that nobody waits for it", () => {
    const { begin, transactions } = connection();
    const [reading, writing] = [begin("meta"), begin("outbox", "readwrite")];
    transactions.abort();
    expect([reading.state, writing.state]).toEqual(["aborted", "aborted"]);
  });

  test("keeps what was committed, whether or not the browser is done with it", () => {
    const { begin, transactions } = connection();
    const [said, done, open] = [begin("operations"), begin("meta"), begin("cache")];
    said.commit();
    done.complete();
    transactions.abort();
    expect([said.state, done.state, open.state]).toEqual(["committed", "committed", "aborted"]);
  });

  test("changes nothing about how a transaction is begun", () => {
    const { begin, asked } = connection();
    begin(["meta", "outbox"], "readwrite", { durability: "strict" });
    expect(asked).toEqual([[["meta", "outbox"], "readwrite", { durability: "strict" }]]);
  });
});
