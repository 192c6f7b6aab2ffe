import { expect, test } from "bun:test";
import { FolkmootError } from "../../mesh/op/index.ts";
import { isMissed } from "./resource.ts";

test("what the box could not say is asked for again by itself, and not what it refused", () => {
  const error = (code: string, status: number) => ({
    error: new FolkmootError(code, "", { status }),
  });
  expect(isMissed({ error: new FolkmootError("unreachable", "The box did not answer.") })).toBe(
    true,
  );
  expect(isMissed(error("busy", 503))).toBe(true);
  for (const status of [400, 401, 403, 404, 410]) expect(isMissed(error("no", status))).toBe(false);
  expect(isMissed({ error: null })).toBe(false);
});
