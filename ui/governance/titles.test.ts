import { expect, test } from "bun:test";
import { titlesIn } from "./titles.ts";

test("proposals are called as any list of them, or one alone, has them", () => {
  const proposal = (name: string) => ({ thread: `${name}1`, version: `${name}2`, title: name });
  const titles = titlesIn([
    { items: [proposal("pump"), { ...proposal("gone"), title: "" }], next: null },
    { ...proposal("tax"), comments: [], versions: [{ version: "old", title: "Tax" }] },
    // What else is kept under the same address.
    { rules: { quorum: 2 } },
    { items: [{ id: "x", title: "no proposal" }] },
  ]);
  expect([...titles]).toEqual([
    ["pump1", "pump"],
    ["pump2", "pump"],
    ["tax1", "tax"],
    ["tax2", "tax"],
  ]);
});
