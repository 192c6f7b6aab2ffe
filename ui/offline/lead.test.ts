import { expect, test } from "bun:test";
import { leadOneTab, type Tabs } from "./lead.ts";

/** What a browser keeps for all its tabs: one lock, who waits for it, and who has taken it away. */
function browser() {
  let holder: { end: (error?: unknown) => void } | null = null;
  const waiting: (() => void)[] = [];
  const request = (_: string, options: LockOptions, work: () => Promise<unknown>) =>
    new Promise((resolve, reject) => {
      const begin = () => {
        const own = {
          end(error?: unknown) {
            if (holder === own) holder = null;
            if (error === undefined) resolve(undefined);
            else reject(error);
            if (holder === null) waiting.shift()?.();
          },
        };
        holder = own;
        work().then(
          () => own.end(),
          (error) => own.end(error),
        );
      };
      if (options.steal === true) {
        const before = holder;
        begin();
        before?.end(new DOMException("stolen", "AbortError"));
        return;
      }
      if (holder === null) return begin();
      waiting.push(begin);
      options.signal?.addEventListener("abort", () => {
        const at = waiting.indexOf(begin);
        if (at < 0) return;
        waiting.splice(at, 1);
        reject(options.signal?.reason);
      });
    });
  return { request } as unknown as LockManager;
}

interface Tab extends Tabs {
  seen: boolean;
  asleep: boolean;
  leads: boolean;
}

function tabsOf(count: number): Tab[] {
  const locks = browser();
  const all: Tab[] = [];
  for (let number = 0; number < count; number++) {
    const tab: Tab = {
      locks,
      seen: number === 0,
      asleep: false,
      leads: false,
      isSeen: () => tab.seen,
      doesAnyoneLead: async () => {
        await Bun.sleep(1);
        return all.some(({ leads, asleep }) => leads && !asleep);
      },
      pause: () => Bun.sleep(1),
      answer() {
        tab.leads = true;
        return () => {
          tab.leads = false;
        };
      },
    };
    all.push(tab);
  }
  return all;
}

/** Leads until it is told to stop; a sleeping tab does nothing until it wakes up. */
function follow(tab: Tab, wanted: AbortSignal): Promise<void> {
  const lead = async (signal: AbortSignal) => {
    while (!signal.aborted || tab.asleep) await Bun.sleep(1);
  };
  return leadOneTab(lead, wanted, tab);
}

const leading = (tabs: readonly Tab[]) => tabs.map(({ leads }) => leads);

test("one leads, and the next when it ends", async () => {
  const tabs = tabsOf(2) as [Tab, Tab];
  const [first, second] = [new AbortController(), new AbortController()];
  const ends = [follow(tabs[0], first.signal), follow(tabs[1], second.signal)];
  await Bun.sleep(20);
  expect(leading(tabs)).toEqual([true, false]);
  // Looked at or not: while the leading one is awake, nothing is taken from it.
  tabs[1].seen = true;
  await Bun.sleep(20);
  expect(leading(tabs)).toEqual([true, false]);
  first.abort();
  await Bun.sleep(20);
  expect(leading(tabs)).toEqual([false, true]);
  second.abort();
  await Promise.all(ends);
});

test("the one that is seen takes over from one that sleeps, which gives up when it wakes", async () => {
  const tabs = tabsOf(3) as [Tab, Tab, Tab];
  const wanted = new AbortController();
  const ends = tabs.map((tab) => follow(tab, wanted.signal));
  await Bun.sleep(20);
  tabs[0].asleep = true;
  await Bun.sleep(20);
  expect(leading(tabs)).toEqual([true, false, false]);
  tabs[2].seen = true;
  await Bun.sleep(20);
  expect(leading(tabs)).toEqual([true, false, true]);
  tabs[0].asleep = false;
  await Bun.sleep(20);
  expect(leading(tabs)).toEqual([false, false, true]);
  wanted.abort();
  await Promise.allSettled(ends);
  expect(leading(tabs)).toEqual([false, false, false]);
});

test("what the leading one throws is not taken for a tab that took over", async () => {
  const [tab] = tabsOf(1) as [Tab];
  const failing = leadOneTab(() => Promise.reject(new Error("no")), AbortSignal.timeout(50), tab);
  await expect(failing).rejects.toThrow("no");
});
