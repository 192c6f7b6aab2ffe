import { Sprout } from "lucide-preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { kinds } from "../../../mesh/kinds/index.ts";
import {
  AgeMark,
  announce,
  Button,
  Notice,
  Page,
  ProgressBar,
  TextField,
} from "../../design/index.ts";
import { language } from "../../i18n/index.ts";
import {
  appendAll,
  preferences,
  type Resource,
  requestJson,
  useDraft,
} from "../../offline/index.ts";
import { emptyDraft, type ItemDraft, sourceCharsMax } from "../item-draft.ts";
import type { Import, ImportPartText } from "../shapes.ts";
import { text as knowledge } from "../strings.ts";
import { CommonFields } from "./common-fields.tsx";
import { DiscardImport } from "./discard-import.tsx";
import { type ChosenPart, importedItems, partsToChoose, titleOf } from "./import-items.ts";
import { PreviewParts } from "./preview-parts.tsx";
import { text } from "./strings.ts";

type ReadyImport = Import & { preview: NonNullable<Import["preview"]> };

interface PreviewFormProps {
  found: ReadyImport;
  age: Resource<Import>;
}

interface Sheet {
  title: string;
  parts: ChosenPart[];
  common: ItemDraft;
}

/** The parts to look through and choose, and what holds for all of them. */
export function PreviewForm({ found, age }: PreviewFormProps) {
  const { preview } = found;
  const draft = useDraft<Sheet>(`import-sheet:${found.id}`, firstSheet(found));
  const { title, parts, common } = draft.value;
  const set = (change: Partial<Sheet>) => draft.set({ ...draft.value, ...change });
  const setCommon = (change: Partial<ItemDraft>) => set({ common: { ...common, ...change } });
  const sharing = useSharing(found, draft);
  return (
    <Page
      title={title || found.name}
      lead={text.t("preview.lead")}
      back="/knowledge/import"
      action={<ShareAction count={parts.length} sharing={sharing} />}
    >
      <AgeMark of={age} />
      <PreviewNotices preview={preview} />
      {preview.parts.length > 1 && (
        <TextField
          label={text.t("preview.series")}
          hint={text.t("preview.series.hint")}
          value={title}
          onInput={(next) => set({ title: next })}
          attributes={{ maxLength: 200 }}
        />
      )}
      <PreviewParts
        importId={found.id}
        parts={preview.parts}
        titles={firstSheet(found).parts.map((part) => part.title)}
        chosen={parts}
        onChange={(next) => set({ parts: next })}
      />
      <CommonFields common={common} set={setCommon} />
      <DiscardImport id={found.id} />
    </Page>
  );
}

function firstSheet(found: ReadyImport): Sheet {
  const { preview, name } = found;
  const title = titleOf(preview, name);
  return {
    title,
    parts: partsToChoose(preview.parts, title, (n) => text.t("preview.part", { n })),
    common: {
      ...emptyDraft(preview.lang ?? language.value),
      consent: preferences.value.consent,
      source: name.slice(0, sourceCharsMax),
    },
  };
}

function PreviewNotices({ preview }: Pick<ReadyImport, "preview">) {
  const reminders = preview.parts.reduce((sum, part) => sum + part.reminders, 0);
  return (
    <>
      <Notice>{text.t("preview.nothingStored")}</Notice>
      {preview.warnings.map((code) => (
        <Notice key={code} tone="warn">
          {text.t(`warning.${code}` as "warning.damaged-parts")}
        </Notice>
      ))}
      {reminders > 0 && (
        <Notice tone="warn" title={knowledge.t("private.title")}>
          {text.t("preview.reminders", { count: reminders })}
        </Notice>
      )}
    </>
  );
}

interface Sharing {
  done: number | null;
  failed: boolean;
  share: () => void;
}

/** Fetches the chosen parts, then signs them all at once: all of them are kept, or none. */
function useSharing(
  found: ReadyImport,
  draft: { value: Sheet; discard: () => Promise<void> },
): Sharing {
  const { route } = useLocation();
  const [done, setDone] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  const share = async () => {
    const { parts, common, title } = draft.value;
    setFailed(false);
    setDone(0);
    try {
      const texts: string[] = [];
      for (const { n } of parts) {
        const part = await requestJson<ImportPartText>(`/api/imports/${found.id}/parts/${n}`);
        texts.push(part.text);
        setDone(texts.length);
      }
      const bodies = importedItems(parts, texts, common, title);
      const ids = await appendAll(bodies.map((body) => ({ kind: kinds.item, body })));
      await draft.discard();
      announce(text.t("preview.shared", { count: ids.length }));
      // It has become items; what is left of the file expires by itself if this does not arrive.
      requestJson(`/api/imports/${found.id}`, { method: "DELETE" }).catch(() => undefined);
      route(ids.length === 1 ? `/knowledge/${ids[0]}` : "/knowledge");
    } catch {
      setDone(null);
      setFailed(true);
    }
  };
  return { done, failed, share };
}

function ShareAction({ count, sharing }: { count: number; sharing: Sharing }) {
  return (
    <>
      {sharing.failed && (
        <Notice tone="warn" live>
          {text.t("preview.failed")}
        </Notice>
      )}
      {sharing.done !== null && (
        <ProgressBar
          label={text.t("preview.sharing")}
          value={sharing.done}
          max={count}
          detail={text.t("preview.progress", { done: sharing.done, count })}
        />
      )}
      <Button
        kind="primary"
        icon={Sprout}
        onClick={sharing.share}
        disabled={count === 0}
        busy={sharing.done !== null && knowledge.t("edit.busy")}
      >
        {text.t("preview.share", { count })}
      </Button>
    </>
  );
}
