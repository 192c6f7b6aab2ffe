import type { BodyOf } from "../../../mesh/kinds/index.ts";
import { kinds } from "../../../mesh/kinds/index.ts";
import { toBase64Url } from "../../../mesh/op/index.ts";
import { FilesCard } from "../../attachments/index.ts";
import { Card, Markdown, Notice, Page, StateMark } from "../../design/index.ts";
import type { OwnOperation } from "../../offline/index.ts";
import { ownOperations } from "../../offline/own.ts";
import { EffectsView, planned } from "../effects/effects-view.tsx";
import { text as governance } from "../strings.ts";
import { text } from "./strings.ts";

/** A proposal the box has not told about yet: as it was written on this phone. */
export function OwnProposal({ op }: { op: OwnOperation }) {
  const body = op.body as BodyOf<typeof kinds.proposal> | null;
  const words = ownOperations.value.find(
    ({ id, kind }) => id === body?.text && kind === kinds.proposalText.number,
  )?.body as BodyOf<typeof kinds.proposalText> | undefined;
  return (
    <Page title={words?.title ?? governance.t("untitled")} back="/decide">
      <Notice tone="wait" title={text.t("own.title")}>
        <p>{text.t("own.text")}</p>
        <StateMark op={op} />
      </Notice>
      {words && (
        <Card title={text.t("stake.title")}>
          <p class="stake">{words.summary}</p>
          <Markdown text={words.body} lang={words.lang} headingLevel={3} />
        </Card>
      )}
      <FilesCard thread={op.id} files={words?.attachments ?? []} isFresh={false} isMine />
      {body && (
        <Card title={text.t("effects.title")}>
          <EffectsView
            effects={planned(
              body.effects.map(({ effect, params }) => ({ effect, params: toBase64Url(params) })),
            )}
          />
        </Card>
      )}
    </Page>
  );
}
