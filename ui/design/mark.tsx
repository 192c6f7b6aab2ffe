import { CircleCheck, CircleX, type LucideIcon, Send, Smartphone } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { ago } from "../i18n/index.ts";
import type { OwnOperation, Resource } from "../offline/index.ts";
import { reasonText } from "./reason.ts";
import { words } from "./strings.ts";
import { type Tone, toneIcons } from "./surfaces.tsx";

interface MarkProps {
  tone?: Tone;
  icon?: LucideIcon;
  children: ComponentChildren;
}

/** A state in a word or two, with an icon. */
export function Mark({ tone = "info", icon, children }: MarkProps) {
  const Icon = icon ?? toneIcons[tone];
  return (
    <span class={`mark ${tone}`}>
      <Icon class="icon" aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}

/** What became of something the member signed, in words. */
export function StateMark({ op }: { op: Pick<OwnOperation, "state" | "reason"> }) {
  switch (op.state) {
    case "queued":
      return (
        <Mark tone="wait" icon={Smartphone}>
          {words.t("state.queued")}
        </Mark>
      );
    case "sent":
      return (
        <Mark tone="ok" icon={Send}>
          {words.t("state.sent")}
        </Mark>
      );
    case "done":
      return (
        <Mark tone="ok" icon={CircleCheck}>
          {words.t("state.done")}
        </Mark>
      );
    default:
      return (
        <Mark tone="warn" icon={CircleX}>
          {words.t("state.refused", { reason: refusalText(op) })}
        </Mark>
      );
  }
}

/** Why something the member signed came to nothing, as half a sentence. */
export function refusalText(op: Pick<OwnOperation, "state" | "reason">): string {
  if (op.state === "badsig" || op.state === "fork") return words.t(`state.${op.state}`);
  return reasonText(op.reason);
}

// "As of now" would say that it is not old at all.
const freshSeconds = 60;

/** `As of 3 hours ago`: shown when what is on screen is a copy from this phone. */
export function AgeMark({ of }: { of: Pick<Resource<unknown>, "state" | "atMs"> }) {
  if (of.state !== "stale" || of.atMs === null) return null;
  const isRecent = Date.now() / 1000 - of.atMs / 1000 < freshSeconds;
  return (
    <Mark tone="wait">
      {isRecent ? words.t("asOfRecent") : words.t("asOf", { when: ago(of.atMs / 1000) })}
    </Mark>
  );
}
