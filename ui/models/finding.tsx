import { Notice, ProgressBar } from "../design/index.ts";
import { formatNumber } from "../i18n/index.ts";
import { useResource } from "../offline/index.ts";
import { text } from "./strings.ts";

interface FindingView {
  state: "off" | "embedding" | "ready" | "waiting" | "disk-full" | "failed";
  /** 0 to 1: how far the model understands what is written here. */
  trust: number;
  done: number;
  total: number;
}

/** How far the model that finds by meaning has read what the community knows. */
export function Finding() {
  const now = useResource<{ finding: FindingView }>("/api/assistant").data?.finding;
  if (now === undefined || now.state === "off") return null;
  const { state, done, total, trust } = now;
  if (state === "ready") {
    return (
      <Notice tone={trust > 0 ? "ok" : "info"}>
        {text.t(trust > 0 ? "finding.ready" : "finding.no-trust")}
      </Notice>
    );
  }
  return (
    <>
      <ProgressBar
        label={text.t("finding.progress")}
        value={done}
        max={Math.max(1, total)}
        detail={`${formatNumber(done)} / ${formatNumber(total)}`}
      />
      {state !== "embedding" && <Notice tone="warn">{text.t(`finding.${state}`)}</Notice>}
    </>
  );
}
