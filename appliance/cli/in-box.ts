/** What a verb has done by the box of the named folder, whether it runs or not. */
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

/** The box of the named folder, opened without opening its doors. */
export async function withClosedBox<T>(call: Call, look: (box: Box) => T | Promise<T>): Promise<T> {
  const box = await call.openBox({ config: await call.config(), doors: "closed" });
  try {
    return await look(box);
  } finally {
    await box.close();
  }
}
