import { expect, test } from "bun:test";
import { backupPart } from "./parts.ts";

const day = 86_400;
const now = 1_800_000_000;

test("a backup is missed after a week, and an old one after a month", () => {
  const state = (foundedAt: number | null, lastBackup: number | null) =>
    backupPart(() => ({ lastBackup, now, foundedAt }))().state;
  expect(state(null, null)).toBe("ok");
  expect(state(now - 7 * day, null)).toBe("ok");
  expect(state(now - 7 * day - 1, null)).toBe("warning");
  expect(state(now - 90 * day, now - 30 * day)).toBe("ok");
  expect(state(now - 90 * day, now - 31 * day)).toBe("warning");
});
