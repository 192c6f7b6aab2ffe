/** What a verb has done by the box of the named folder, whether it runs or not. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";
import { type Ask, askBox } from "./control.ts";
import type { Box, Call } from "./verb.ts";

/** Asks the running box, or does it here when none runs. */
export async function inBox(
  call: Call,
  path: string,
  ask: Ask,
  here: (box: Box) => unknown,
): Promise<unknown> {
  const { data } = (await call.config()).box;
  return (await askBox(data, path, ask)) ?? withClosedBox(call, here);
}

/**
 * The box of the named folder, opened without opening its doors. Throws `no-box` where there is
 * none: a backup of a folder that was misspelt would be a backup of nothing.
 */
export async function withClosedBox<T>(call: Call, look: (box: Box) => T | Promise<T>): Promise<T> {
  const config = await call.config();
  checkBox(config.box.data);
  const box = await call.openBox({ config, doors: "closed" });
  try {
    return await look(box);
  } finally {
    await box.close();
  }
}

/** Throws `no-box` where there is none: before anything long begins for it. */
export function checkBox(data: string): void {
  if (existsSync(join(data, "folkmoot.db"))) return;
  throw new FolkmootError("no-box", `There is no box in ${data}.`, {
    hint: "Name its folder with --data, or start it there first.",
  });
}
