import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { loadStrings } from "../i18n/index.ts";
import { Loading } from "./states.tsx";

/**
 * A component that is loaded when it is first shown, for pieces too heavy for the first load.
 * (preact-iso's `lazy` suspends the whole page; this one only waits in its own place.)
 */
export function deferred<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let loaded: ComponentType<Props> | undefined;
  return function Deferred(props: Props & { waiting?: ComponentChildren }) {
    const [Piece, setPiece] = useState<ComponentType<Props> | undefined>(() => loaded);
    useEffect(() => {
      let current = true;
      // Another one may have loaded it between our rendering and now.
      const loading = loaded === undefined ? withWords(load) : Promise.resolve(loaded);
      loading.then((component) => {
        loaded = component;
        if (current) setPiece(() => component);
      });
      return () => {
        current = false;
      };
    }, []);
    return Piece ? <Piece {...props} /> : (props.waiting ?? <Loading />);
  };
}

/** It may come from another room than its page, whose words are not here yet. */
async function withWords<Component>(load: () => Promise<Component>): Promise<Component> {
  const component = await load();
  await loadStrings();
  return component;
}
