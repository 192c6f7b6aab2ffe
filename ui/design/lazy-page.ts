import type { ComponentType } from "preact";
import { lazy } from "preact-iso";
import { loadStrings } from "../i18n/index.ts";

/** A page in a chunk of its own, fetched with its words when it is first visited. */
export function lazyPage(load: () => Promise<ComponentType>) {
  return lazy<ComponentType>(async () => {
    const component = await load();
    await loadStrings();
    return { default: component };
  });
}
