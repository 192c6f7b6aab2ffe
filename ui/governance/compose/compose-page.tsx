import { Landmark } from "lucide-preact";
import { useLocation, useRoute } from "preact-iso";
import { toOpId } from "../../../mesh/op/index.ts";
import { Notice, Page, ResourceView } from "../../design/index.ts";
import { language } from "../../i18n/index.ts";
import { membership, useResource } from "../../offline/index.ts";
import { formEffectOf } from "../effects/effect-form.tsx";
import { decisionsPath, type ProposalDetail } from "../shapes.ts";
import { Composer } from "./composer.tsx";
import { draftOf, emptyDraft } from "./proposal-draft.ts";
import { text } from "./strings.ts";

/** A new proposal. `?effect=…&params=…` begins with a change, `?revisits=…` with an earlier one. */
export function ComposePage() {
  const { query } = useLocation();
  const { effect, params, title, revisits, item } = query;
  const key = ["proposal:new", effect, params, revisits, item].filter(Boolean).join(":");
  const initial = {
    ...emptyDraft(language.value),
    title: title ?? "",
    effects: effect !== undefined && params !== undefined ? [{ effect, params }] : [],
    items: item === undefined ? [] : [item],
  };
  const begin = params === undefined && effect !== undefined ? formEffectOf(effect) : null;
  return (
    <Composer
      key={key}
      draftKey={key}
      initial={initial}
      begin={begin}
      amends={null}
      revisits={revisits === undefined ? null : toOpId(revisits)}
    />
  );
}

/** Another version of a proposal, by its author. */
export function AmendPage() {
  const { thread = "" } = useRoute().params;
  const found = useResource<ProposalDetail>(`${decisionsPath}/${thread}`);
  if (found.data === undefined) {
    return (
      <Page title={text.t("amend.title")} back={`/decide/${thread}`}>
        <ResourceView of={found}>{() => <Landmark aria-hidden="true" />}</ResourceView>
      </Page>
    );
  }
  const detail = found.data;
  // What contradicts itself, anybody puts to the vote again.
  const isMine = membership.value?.member === detail.author || detail.status === "contested";
  if (!isMine) {
    return (
      <Page title={text.t("amend.title")} back={`/decide/${thread}`}>
        <Notice tone="info">{text.t("amend.others")}</Notice>
      </Page>
    );
  }
  return (
    <Composer
      key={detail.version}
      draftKey={`proposal:${detail.version}`}
      initial={draftOf(detail, language.value)}
      begin={null}
      amends={detail}
      revisits={detail.revisits}
    />
  );
}
