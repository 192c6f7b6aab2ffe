import { signal } from "@preact/signals";
import { FolkmootError } from "../../mesh/op/index.ts";
import { Button, words } from "../design/index.ts";
import { text } from "./strings.ts";

/** Code of the last failure that no page dealt with; null when there is none. */
const trouble = signal<string | null>(null);

/** Has every failure that no page dealt with shown: nobody should wonder why nothing happened. */
export function watchTrouble(): void {
  window.addEventListener("unhandledrejection", ({ reason }) => note(reason));
  window.addEventListener("error", ({ error }) => note(error));
}

function note(cause: unknown): void {
  // Requests that were given up on purpose, by leaving a page.
  if (cause instanceof DOMException && cause.name === "AbortError") return;
  trouble.value = cause instanceof FolkmootError ? cause.code : "failed";
}

const known = ["unreachable", "body-too-large", "malformed-body", "device-revoked"] as const;

/** Says that something did not work, and that nothing is lost. */
export function TroubleStrip() {
  const code = trouble.value;
  if (code === null) return null;
  const name = known.find((one) => one === code);
  return (
    <div class="strip trouble" role="alert">
      <span>{name === undefined ? text.t("trouble", { code }) : text.t(`trouble.${name}`)}</span>
      {name === undefined && (
        <Button kind="quiet" onClick={() => location.reload()}>
          {text.t("broken.reload")}
        </Button>
      )}
      <Button
        kind="quiet"
        onClick={() => {
          trouble.value = null;
        }}
      >
        {words.t("close")}
      </Button>
    </div>
  );
}
