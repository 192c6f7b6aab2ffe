import { expect, test } from "bun:test";
import type { Clock } from "../clock.ts";
import { type Lease, ModelPool, type Place, type Secrecy, waitingMax } from "./model-pool.ts";
import type { TextModel, TextModelState } from "./text-model.ts";

const clockMs = { now: 0 };
const clock: Clock = { nowMs: () => clockMs.now, monotonicMs: () => clockMs.now };
const never = new AbortController().signal;

interface FakeModel extends TextModel {
  set(state: TextModelState): void;
}

/** Nothing is written here: only who may write, and when. */
function modelWith(slots: number): FakeModel {
  let state: TextModelState = { is: "ready" };
  return {
    info: { name: "fake", sha256: null, contextTokens: 1 },
    slots,
    state: () => state,
    set: (next) => {
      state = next;
    },
    generate: () => {
      throw new Error("not asked");
    },
  };
}

const onBox = (model: TextModel) =>
  ({ model, place: "box", weight: 1, mayRead: "private" }) as const;
const onLan = (model: TextModel, mayRead: Secrecy = "members") =>
  ({ model, place: "lan", weight: 1, mayRead }) as const;
const asked = (owner: string, more: { secrecy?: Secrecy; places?: Place[] } = {}) => ({
  owner,
  secrecy: more.secrecy ?? "members",
  onPlace: (place: Place) => void more.places?.push(place),
});

test("slots are given out, places are told, and an ended lease lets the next in", async () => {
  const pool = new ModelPool(clock);
  pool.add(onBox(modelWith(1)));
  const places: Place[] = [];
  const first = await pool.lease(asked("ana"), never);
  const second = pool.lease(asked("ben", { places }), never);
  expect(places).toEqual([{ place: 1, expectedMs: null }]);
  clockMs.now += 8_000;
  first.release();
  first.release();
  const lease = await second;
  const third: Place[] = [];
  const waiting = pool.lease(asked("ana", { places: third }), never);
  expect(third).toEqual([{ place: 1, expectedMs: 8_000 }]);
  lease.release();
  (await waiting).release();
  expect(pool.waiting).toBe(0);
});

test("who leaves the queue makes room, and hears the reason", async () => {
  const pool = new ModelPool(clock);
  pool.add(onBox(modelWith(1)));
  const first = await pool.lease(asked("ana"), never);
  const leaving = new AbortController();
  const second = pool.lease(asked("ben"), leaving.signal);
  const third = pool.lease(asked("cleo"), never);
  const reason = new Error("changed my mind");
  leaving.abort(reason);
  await expect(second).rejects.toBe(reason);
  first.release();
  (await third).release();
});

test("when no model will come any more, those who wait hear it, and the others wait on", async () => {
  const pool = new ModelPool(clock);
  const [box, lan] = [modelWith(1), modelWith(1)];
  pool.add(onBox(box));
  pool.add(onLan(lan, "commons"));
  const busy = [await pool.lease(asked("ana"), never)];
  busy.push(await pool.lease(asked("ana", { secrecy: "commons" }), never));
  const secret = pool.lease(asked("ben", { secrecy: "private" }), never);
  const open = pool.lease(asked("cleo", { secrecy: "commons" }), never);
  box.set({ is: "down", code: "model-crashes", hint: "Deploy another one." });
  await expect(secret).rejects.toMatchObject({ code: "model-crashes", status: 503 });
  await expect(pool.lease(asked("dan"), never)).rejects.toMatchObject({ code: "model-crashes" });
  expect(pool.waiting).toBe(1);
  for (const lease of busy) lease.release();
  (await open).release();
  const late = await pool.lease(asked("eve", { secrecy: "commons" }), never);
  const last = pool.lease(asked("fay", { secrecy: "commons" }), never);
  pool.remove(box);
  pool.remove(lan);
  await expect(last).rejects.toMatchObject({ code: "no-model" });
  late.release();
  expect(pool.waiting).toBe(0);
});

test("a model that is down pauses the queue; ready again, it goes on", async () => {
  const pool = new ModelPool(clock);
  const model = modelWith(2);
  model.set({ is: "down", code: "engine-stopped", hint: "" });
  pool.add(onBox(model));
  let isGranted = false;
  const lease = pool.lease(asked("ana"), never).then((granted) => {
    isGranted = true;
    return granted;
  });
  await Promise.resolve();
  expect([isGranted, pool.state()?.is]).toEqual([false, "down"]);
  model.set({ is: "ready" });
  pool.pump();
  (await lease).release();
});

test("what is private stays on the box, even when the other machine is idle", async () => {
  const pool = new ModelPool(clock);
  pool.add(onBox(modelWith(1)));
  pool.add(onLan(modelWith(4)));
  const first = await pool.lease(asked("ana", { secrecy: "private" }), never);
  expect(first.member.place).toBe("box");
  const second = pool.lease(asked("ben", { secrecy: "private" }), never);
  const open = await pool.lease(asked("cleo"), never);
  expect(open.member.place).toBe("lan");
  first.release();
  expect((await second).member.place).toBe("box");
});

test("what is private does not wait for a machine that may never read it", async () => {
  const pool = new ModelPool(clock);
  pool.add(onLan(modelWith(4)));
  await expect(pool.lease(asked("ana", { secrecy: "private" }), never)).rejects.toMatchObject({
    code: "private-only-here",
  });
});

test("a machine for the commons gets nothing else, and its state is none for the rest", async () => {
  const pool = new ModelPool(clock);
  const home = modelWith(1);
  pool.add(onLan(modelWith(4), "commons"));
  const open = await pool.lease(asked("ana", { secrecy: "commons" }), never);
  expect(open.member.place).toBe("lan");
  expect(pool.state({ secrecy: "members" })).toBeNull();
  await expect(pool.lease(asked("ben"), never)).rejects.toMatchObject({
    code: "private-only-here",
  });
  home.set({ is: "down", code: "model-crashes", hint: "" });
  pool.add(onBox(home));
  expect(pool.state({ secrecy: "members" })?.is).toBe("down");
  expect(pool.state({ secrecy: "commons" })?.is).toBe("ready");
});

test("who wants one model does not get another", async () => {
  const pool = new ModelPool(clock);
  const [first, second] = [modelWith(1), modelWith(1)];
  pool.add(onBox(first));
  pool.add(onBox(second));
  const accepts = (model: TextModel) => model === second;
  const lease = await pool.lease({ ...asked("ana"), accepts }, never);
  expect(lease.member.model).toBe(second);
  const waits = pool.lease({ ...asked("ana"), accepts }, never);
  const other = await pool.lease(asked("ben"), never);
  expect(other.member.model).toBe(first);
  lease.release();
  expect((await waits).member.model).toBe(second);
});

test("two machines share the work by weight, and one that fails is passed over", async () => {
  const pool = new ModelPool(clock);
  const [small, large] = [modelWith(8), modelWith(8)];
  pool.add({ ...onLan(small, "private"), weight: 1 });
  pool.add({ ...onLan(large, "private"), weight: 3 });
  const leases: Lease[] = [];
  for (let n = 0; n < 8; n++) leases.push(await pool.lease(asked(`m${n}`), never));
  const count = (model: TextModel) => leases.filter(({ member }) => member.model === model).length;
  expect([count(small), count(large)]).toEqual([2, 6]);
  large.set({ is: "down", code: "backend-down", hint: "" });
  expect((await pool.lease(asked("late"), never)).member.model).toBe(small);
});

test("the queue has an end", async () => {
  const pool = new ModelPool(clock);
  pool.add(onBox(modelWith(0)));
  const stop = new AbortController();
  const all = Array.from({ length: waitingMax }, (_, n) =>
    pool.lease(asked(`m${n}`), stop.signal).catch(() => {}),
  );
  await expect(pool.lease(asked("one more"), never)).rejects.toMatchObject({ code: "queue-full" });
  stop.abort(new Error("over"));
  await Promise.all(all);
  expect(pool.waiting).toBe(0);
});
