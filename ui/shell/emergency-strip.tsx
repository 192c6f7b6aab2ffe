import { Button } from "../design/index.ts";
import { useResource } from "../offline/index.ts";
import { text } from "./strings.ts";

interface Seen {
  emergencies: {
    reason: string;
    until: number;
    state: string;
    used: { power: string; words: string }[];
  }[];
}

/** An emergency is on every page until it is over, also by the copy on this phone. */
export function EmergencyStrip() {
  const { data } = useResource<Seen>("/api/emergency");
  const now = Date.now() / 1_000;
  const current = data?.emergencies.find(({ state, until }) => state !== "over" && now < until);
  if (current === undefined) return null;
  const isInForce = current.state === "in-force";
  // What was told last goes before what began it.
  const told = current.used.findLast(({ power }) => power === "alert_all")?.words;
  const reason = told ?? current.reason;
  return (
    <div class={`strip ${isInForce ? "alarm" : "trouble"}`} role="alert">
      <span dir="auto">
        {text.t(isInForce ? "emergency.now" : "emergency.waiting", { reason })}
      </span>
      <Button kind="quiet" href="/emergency">
        {text.t("emergency.look")}
      </Button>
    </div>
  );
}
