import { useEffect, useState } from "preact/hooks";

// Long enough to type on, short enough to feel like an answer.
const settleMs = 250;

/** `value` once it has stopped changing: for searches that follow the typing. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
