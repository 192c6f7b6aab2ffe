import { useEffect, useState } from "preact/hooks";
import { Notice } from "../design/index.ts";
import { dateTime } from "../i18n/index.ts";
import { lastContact, sendJson } from "../offline/index.ts";
import { clockFault } from "./clock-difference.ts";
import { text } from "./strings.ts";

/**
 * Says before something is signed for the gate that this phone and the box do not agree what time
 * it is: with a clock a week behind, a request would be over when it arrives.
 */
export function ClockNotice() {
  const [ahead, setAhead] = useState(0);
  useEffect(() => {
    clockAhead().then(setAhead);
  }, []);
  const fault = clockFault(ahead);
  if (fault === null) return null;
  const now = Date.now() / 1000;
  return (
    <Notice tone="danger" title={text.t("clock.title")}>
      <p>{text.t("clock.times", { phone: dateTime(now), box: dateTime(now + ahead) })}</p>
      <p>{text.t(`clock.${fault}`)}</p>
      <p>{text.t("clock.todo")}</p>
    </Notice>
  );
}

/** Asked anew, since it may have been set right; out of reach, as it was at the last contact. */
async function clockAhead(): Promise<number> {
  try {
    const { time } = await sendJson<{ time: number }>("/api/community");
    return time - Date.now() / 1000;
  } catch {
    return (await lastContact().catch(() => undefined))?.clockAheadSeconds ?? 0;
  }
}
