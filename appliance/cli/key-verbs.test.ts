/** Keys of programs from the command line, beside a running box and without one. */
import { expect, test } from "bun:test";
import { startBox } from "../../tests/support/box.ts";
import { foundedBox } from "../../tests/support/member.ts";
import { openBox } from "../main.ts";
import { moot } from "./index.ts";

async function run(dir: string, ...args: string[]): Promise<{ code: number; out: string }> {
  let out = "";
  const write = (text: string) => {
    out += text;
  };
  const all = [...args, "--data", dir];
  const code = await moot({ args: all, openBox, version: "0", write, writeError: write });
  return { code, out };
}

test("keys are listed and taken back, with the box running or not", async () => {
  const { founder } = await foundedBox(await startBox());
  const { dir } = founder.box;
  expect((await run(dir, "key", "list")).out).toContain("No program has a key.");
  const wish = { scopes: ["ask"], audience: "members", perMinute: 60, expires: null };
  const ids: string[] = [];
  for (const name of ["The school's website", "A bot"]) {
    const answer = await founder.post("/api/keys", { ...wish, name });
    ids.push(((await answer.json()) as { info: { id: string } }).info.id);
  }
  const [first = "", second = ""] = ids;
  const listed = await run(dir, "key", "list");
  expect(listed.out).toContain(`${second}  valid  ask  members`);
  expect(listed.out).not.toContain("fm_");
  expect((await run(dir, "key", "revoke", first)).code).toBe(0);
  expect((await run(dir, "key", "revoke", first)).out).toContain("no such key");
  await founder.box.box.close();
  expect((await run(dir, "key", "revoke", second)).code).toBe(0);
  expect((await run(dir, "key", "revoke", "nothing")).code).toBe(1);
  const { keys } = JSON.parse((await run(dir, "key", "list", "--json")).out) as {
    keys: { name: string; state: string }[];
  };
  expect(keys.map(({ name, state }) => [name, state]).sort()).toEqual([
    ["A bot", "revoked"],
    ["The school's website", "revoked"],
  ]);
  await founder.box.close();
});
