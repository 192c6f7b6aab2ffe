import { Copy, PenLine } from "lucide-preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { FolkmootError } from "../../mesh/op/index.ts";
import { copyText } from "../design/copy-text.ts";
import { announce, Button, Loading, Notice, SelectField, Sheet } from "../design/index.ts";
import { language, languageName, languages as offered } from "../i18n/index.ts";
import { postStream, useResource } from "../offline/index.ts";
import {
  afterEvent,
  type DraftEvent,
  type Drafted,
  type DraftState,
  type DraftTask,
  failed,
  noDraft,
} from "./draft-state.ts";
import { text } from "./strings.ts";

interface DraftSheetProps {
  task: DraftTask;
  item?: string;
  textOf?: () => string;
  lang: string;
  onUse?: (drafted: Drafted) => void;
  onClose: () => void;
}

export function DraftSheet({ task, item, textOf, lang, onUse, onClose }: DraftSheetProps) {
  const languages = useLanguages(task === "translate" ? lang : null);
  const [chosen, setChosen] = useState<string | null>(null);
  const into = task === "translate" ? (chosen ?? languages[0] ?? language.value) : lang;
  const draft = useDrafting();
  const begin = () => {
    const about = { ...(item ? { item } : {}), ...(textOf ? { text: textOf() } : {}) };
    draft.begin({ task, language: into, ...about });
  };
  const { stage, model, isWhole } = draft.state;
  const written = draft.state.text.trim();
  const canTryAgain = stage === "failed" && draft.state.problem !== "no-model";
  return (
    <Sheet title={text.t(`task.${task}`)} open onClose={onClose}>
      <p>{text.t(`lead.${task}`)}</p>
      {task === "translate" && (
        <SelectField
          label={text.t("language")}
          value={into}
          options={languages.map((code) => ({ value: code, label: languageName(code) }))}
          onChange={setChosen}
        />
      )}
      {stage === "waiting" && <Loading>{waitOf(draft.state)}</Loading>}
      {stage === "writing" && <Loading>{text.t("writing")}</Loading>}
      {stage === "failed" && <Problem code={draft.state.problem ?? ""} />}
      {written !== "" && (
        <div class="card draft" lang={into} dir="auto">
          {written}
        </div>
      )}
      {stage === "there" && (
        <p class="soft small">
          {text.t("made.by", { model })} {!isWhole && text.t("cut.short")} {text.t("kept")}{" "}
          {onUse && textOf && text.t("use.replaces")}
        </p>
      )}
      <div class="row">
        {stage === "there" && onUse && (
          <Button
            kind="primary"
            icon={PenLine}
            onClick={() => onUse({ text: written, language: into, task })}
          >
            {text.t("use")}
          </Button>
        )}
        {stage === "there" && <CopyButton written={written} />}
        {(stage === "none" || stage === "there" || canTryAgain) && (
          <Button kind={stage === "none" ? "primary" : "quiet"} onClick={begin}>
            {text.t(stage === "there" ? "again" : "begin")}
          </Button>
        )}
      </div>
    </Sheet>
  );
}

/** Who is before it, and how long that takes: both change while one looks. */
function waitOf({ place, expectedMs }: DraftState): string {
  if (place === null) return text.t("waiting");
  const before = place - 1;
  const who = before < 1 ? text.t("waiting.next") : text.t("waiting.place", { count: before });
  if (expectedMs === null) return who;
  return `${who} ${text.t("waiting.minutes", { count: Math.ceil(expectedMs / 60_000) })}`;
}

function CopyButton({ written }: { written: string }) {
  const [says, setSays] = useState("");
  const copy = async () => {
    const told = text.t((await copyText(written)) ? "copied" : "copy.failed");
    setSays(told);
    announce(told);
  };
  return (
    <>
      <Button kind="quiet" icon={Copy} onClick={copy}>
        {text.t("copy")}
      </Button>
      {says !== "" && <span class="soft small">{says}</span>}
    </>
  );
}

/** The box's codes for which there are words of their own. */
const reasons: Record<string, "unreachable" | "long" | "many" | "full" | "empty" | "gone"> = {
  unreachable: "unreachable",
  "draft-too-long": "long",
  "prompt-too-long": "long",
  "too-many-questions": "many",
  "queue-full": "full",
  "draft-empty": "empty",
  "not-found": "gone",
};

function Problem({ code }: { code: string }) {
  if (code === "no-model") {
    return (
      <Notice tone="info" live title={text.t("failed.none")}>
        {text.t("failed.none.text")}
      </Notice>
    );
  }
  return (
    <Notice tone="warn" live title={text.t("failed")}>
      {text.t(`failed.${reasons[code] ?? "other"}`)}
    </Notice>
  );
}

/** The community's languages, without the one it is in already. */
function useLanguages(from: string | null): string[] {
  const community = useResource<{ languages?: string[] }>(from === null ? null : "/api/community");
  const all = [language.value, ...(community.data?.languages ?? []), ...offered];
  return [...new Set(all)].filter((code) => code !== from);
}

/** Closing the sheet ends the draft on the box, too. */
function useDrafting() {
  const [state, setState] = useState<DraftState>(noDraft);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const begin = async (wish: object) => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    const on = (change: (before: DraftState) => DraftState) => {
      if (!own.signal.aborted) setState(change);
    };
    setState({ ...noDraft, stage: "waiting" });
    try {
      const onEvent = (event: DraftEvent) => on((before) => afterEvent(before, event));
      await postStream<DraftEvent>("/api/draft", wish, onEvent, own.signal);
      // The stream may break off: then this is all there is.
      on((before) => (before.stage === "there" ? before : failed(before, before.problem ?? "")));
    } catch (error) {
      on((before) => failed(before, error instanceof FolkmootError ? error.code : ""));
    }
  };
  return { state, begin };
}
