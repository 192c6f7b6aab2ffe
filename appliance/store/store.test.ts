import { describe, expect, test } from "bun:test";
import { openWithPhone } from "./fixtures/moot.ts";
import type { Effect } from "./index.ts";

const https = { carrier: "https" } as const;
const done: Effect = { done: true };

describe("submitting", () => {
  test("stores what an enrolled device signed, applies it and says so", async () => {
    const { store, phone } = await openWithPhone();
    const asked = await phone.ask("Where is the well?");
    const [result] = await store.submit([asked.bytes], https);
    expect(result).toEqual({ id: asked.id, state: "ok", position: 2, effect: done });
    expect(store.body(asked.id)).toEqual(["Where is the well?", "en", "members"]);
    expect(store.wire(asked.id, "whole")).toEqual(asked.bytes);
    expect(store.operation(asked.id)).toMatchObject({ seq: 2, body: "stored", carrier: "https" });
    expect(store.position()).toBe(2);
    await store.close();
  });
});
