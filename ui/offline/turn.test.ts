import { describe, expect, test } from "bun:test";
import { takeTurn } from "./turn.ts";

/** Locks as a browser keeps them: one name, one holder, waiting until it ends or is taken away. */
function locks() {
  let tail: Promise<unknown> = Promise.resolve();
  const request = (_: string, options: LockOptions, work: () => Promise<unknown>) => {
    if (options.steal) return work();
    const gaveUp = new Promise<never>((_resolve, reject) => {
      options.signal?.addEventListener("abort", () => reject(options.signal?.reason));
    });
    const before = tail;
    const turn = Promise.race([before, gaveUp]).then(work);
    tail = Promise.allSettled([before, turn]);
    return turn;
  };
  return { request } as unknown as LockManager;
}

describe("the turn to send", () => {
  test("comes to one after the other", async () => {
    const manager = locks();
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await Bun.sleep(1);
      order.push(`${name} ends`);
      return name;
    };
    expect(await Promise.all(["a", "b"].map((name) => takeTurn(manager, work(name))))).toEqual([
      "a",
      "b",
    ]);
    expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  test("is taken from a tab that sleeps in the middle of it", async () => {
    const manager = locks();
    takeTurn(manager, () => new Promise(() => undefined));
    expect(await takeTurn(manager, async () => "sent", 5)).toBe("sent");
  });

  test("is not taken twice by work that failed", async () => {
    let tries = 0;
    const failing = takeTurn(
      locks(),
      async () => {
        tries += 1;
        await Bun.sleep(10);
        throw new Error("no answer");
      },
      1,
    );
    await expect(failing).rejects.toThrow("no answer");
    expect(tries).toBe(1);
  });
});
