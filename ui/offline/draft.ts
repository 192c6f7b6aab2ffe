import { useEffect, useRef, useState } from "preact/hooks";
import { database } from "./database.ts";

interface Draft<Value> {
  value: Value;
  set(next: Value): void;
  /** The same from what there is then, for what comes about later than it was asked for. */
  change(to: (now: Value) => Value): void;
  /** Call when it has been sent: the form is empty again and nothing stays behind. */
  discard(): Promise<void>;
  /** True when this form was found half-filled, so that the page can say so. */
  restored: boolean;
  /** False until the stored draft has been looked up. */
  ready: boolean;
}

// Long enough that typing does not write at every letter, short enough to lose only a word.
const saveAfterMs = 250;

/**
 * The content of a form, kept on this phone while it is being written: it survives reloads,
 * updates of the app, crashes and an empty battery. `key` names the form (`item:new`, `item:<id>`).
 */
export function useDraft<Value>(key: string, initial: Value): Draft<Value> {
  const [value, setValue] = useState(initial);
  const [found, setFound] = useState<"looking" | "none" | "restored">("looking");
  const unsaved = useRef<{ value: Value } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const save = async () => {
    clearTimeout(timer.current);
    const pending = unsaved.current;
    unsaved.current = null;
    if (pending) await writeDraft(key, pending.value);
  };

  // Only another form starts over.
  useEffect(() => {
    let current = true;
    readDraft<Value>(key).then((stored) => {
      // Who typed before the lookup was done keeps what they typed.
      if (!current) return;
      if (stored !== undefined && unsaved.current === null) setValue(stored);
      setFound(stored === undefined ? "none" : "restored");
    });
    const onHide = () => {
      if (document.visibilityState === "hidden") save();
    };
    document.addEventListener("visibilitychange", onHide);
    // Before the database is let go of, and where "hidden" comes too late or not at all.
    addEventListener("pagehide", save, { capture: true });
    return () => {
      current = false;
      document.removeEventListener("visibilitychange", onHide);
      removeEventListener("pagehide", save, { capture: true });
      save();
    };
  }, [key]);

  const newest = useRef(value);
  newest.current = unsaved.current?.value ?? value;
  const set = (next: Value) => {
    setValue(next);
    newest.current = next;
    unsaved.current = { value: next };
    clearTimeout(timer.current);
    timer.current = setTimeout(save, saveAfterMs);
  };

  return {
    value,
    set,
    change: (to) => set(to(newest.current)),
    async discard() {
      clearTimeout(timer.current);
      unsaved.current = null;
      setValue(initial);
      setFound("none");
      await (await database()).delete("drafts", key);
    },
    restored: found === "restored",
    ready: found !== "looking",
  };
}

/** Whether anything is kept under a key that begins so (`ask:waiting`, `import:`). */
export async function hasDrafts(beginning: string): Promise<boolean> {
  const range = IDBKeyRange.bound(beginning, `${beginning}\uffff`);
  return (await (await database()).count("drafts", range)) > 0;
}

async function readDraft<Value>(key: string): Promise<Value | undefined> {
  return (await (await database()).get("drafts", key))?.value as Value | undefined;
}

async function writeDraft(key: string, value: unknown): Promise<void> {
  const tx = (await database()).transaction("drafts", "readwrite");
  tx.store.put({ value, atMs: Date.now() }, key);
  // Without waiting for the page, which may be on its way out.
  tx.commit();
  await tx.done;
}
