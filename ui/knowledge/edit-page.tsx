import { Check, Sprout } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { type ItemForm, kinds } from "../../mesh/kinds/index.ts";
import { announce, Button, Loading, Notice, Page } from "../design/index.ts";
import { language } from "../i18n/index.ts";
import { append, membership, preferences, useDraft } from "../offline/index.ts";
import { draftKey } from "./draft-store.ts";
import { Editor } from "./editor.tsx";
import {
  draftOfVersion,
  draftProblems,
  draftToBody,
  emptyDraft,
  type ItemDraft,
} from "./item-draft.ts";
import { parentsFor, useItem } from "./item-resource.ts";
import { ItemLoadState } from "./item-view.tsx";
import { text } from "./strings.ts";

/** Teaching something new. */
export function TeachPage() {
  const { query } = useLocation();
  const form: ItemForm = query["form"] === "term" ? "term" : "article";
  const initial = {
    ...emptyDraft(language.value, form),
    // The member's usual answer; the sheet says what it means, and lets them choose anew.
    consent: preferences.value.consent,
    title: query["title"] ?? "",
    supersedes: /^[0-9a-f]{32}$/.test(query["supersedes"] ?? "")
      ? (query["supersedes"] ?? null)
      : null,
  };
  if (!membership.value?.roles.includes("member")) {
    return (
      <Page title={text.t("teach")} back="/knowledge">
        <Notice>{text.t("teach.guest")}</Notice>
      </Page>
    );
  }
  const key = draftKey(query["draft"] ? `new:${query["draft"]}` : null);
  return (
    <Sheet key={key} storeKey={key} initial={initial} title={text.t("teach")} back="/knowledge" />
  );
}

/** Writing a new version of an item. */
export function EditPage() {
  const { item: id = "" } = useRoute().params;
  const { query } = useLocation();
  const item = useItem(id);
  const back = `/knowledge/${id}`;
  if (item.content === undefined) {
    return (
      <Page title={text.t("edit")} back={back}>
        <ItemLoadState resource={item.resource} />
      </Page>
    );
  }
  const initial = draftOfVersion(item.content, id, parentsFor(item));
  return (
    <Sheet
      storeKey={draftKey(id)}
      initial={initial}
      title={text.t("edit")}
      back={back}
      merged={query["merged"] === undefined ? undefined : Number(query["merged"])}
    />
  );
}

interface SheetProps {
  storeKey: string;
  initial: ItemDraft;
  title: string;
  back: string;
  /** Places where two wordings stand one after the other, after bringing versions together. */
  merged?: number | undefined;
}

function Sheet({ storeKey, initial, title, back, merged }: SheetProps) {
  const draft = useDraft<ItemDraft>(storeKey, initial);
  const { route } = useLocation();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const problems = draftProblems(draft.value);
  const hasProblems = Object.keys(problems).length > 0;
  useEffect(() => {
    if (tried && hasProblems) document.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [tried, hasProblems]);
  const share = async () => {
    setTried(true);
    if (hasProblems || busy) return;
    setBusy(true);
    const { id } = await append(kinds.item, draftToBody(draft.value));
    await draft.discard();
    announce(text.t("edit.kept"));
    route(`/knowledge/${draft.value.item ?? id}`);
  };
  const isNew = draft.value.item === null;
  return (
    <Page
      title={title}
      back={back}
      action={
        <>
          {tried && hasProblems && (
            <p class="error-line" role="alert">
              {text.t("edit.problems")}
            </p>
          )}
          <Button
            kind="primary"
            icon={isNew ? Sprout : Check}
            onClick={share}
            busy={busy && text.t("edit.busy")}
          >
            {text.t(isNew ? "edit.share" : "edit.save")}
          </Button>
        </>
      }
    >
      {draft.ready ? (
        <>
          <DraftNotices draft={draft} merged={merged} />
          <Editor
            draft={draft.value}
            onChange={draft.set}
            problems={tried ? problems : {}}
            isNew={isNew}
          />
        </>
      ) : (
        <Loading />
      )}
    </Page>
  );
}

interface DraftNoticesProps {
  draft: { restored: boolean; discard: () => Promise<void> };
  merged: number | undefined;
}

function DraftNotices({ draft, merged }: DraftNoticesProps) {
  if (merged !== undefined) {
    return (
      <Notice tone={merged > 0 ? "warn" : "ok"} title={text.t("merged.title")}>
        {text.t(merged > 0 ? "merged.conflicts" : "merged.clean", { count: merged })}
      </Notice>
    );
  }
  if (!draft.restored) return null;
  return (
    <Notice title={text.t("draft.restored")}>
      <p>{text.t("draft.restored.text")}</p>
      <div>
        <Button kind="quiet" onClick={draft.discard}>
          {text.t("draft.discard")}
        </Button>
      </div>
    </Notice>
  );
}
