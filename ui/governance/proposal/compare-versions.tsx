import type { OpId } from "../../../mesh/op/index.ts";
import { FileChanges } from "../../attachments/index.ts";
import { ResourceView } from "../../design/index.ts";
import { TextDifference } from "../../design/text-difference.tsx";
import { useResource } from "../../offline/index.ts";
import { EffectsView, planned } from "../effects/effects-view.tsx";
import { decisionsPath, type ProposalDetail, type VersionText } from "../shapes.ts";
import { text } from "./strings.ts";

/** What the version in force says, against an earlier one. */
export function CompareVersions({ detail, version }: { detail: ProposalDetail; version: OpId }) {
  const path = `${decisionsPath}/${detail.thread}/versions/${version}`;
  const earlier = useResource<VersionText>(path);
  return (
    <ResourceView of={earlier}>
      {(before) =>
        before.text === null || detail.text === null ? (
          <p class="soft">{text.t("stake.erased")}</p>
        ) : (
          <div class="stack">
            {(["title", "summary", "body", "rationale"] as const).map((part) => (
              <TextDifference
                key={part}
                label={text.t(`part.${part}`)}
                before={before.text?.[part] ?? ""}
                after={detail.text?.[part] ?? ""}
              />
            ))}
            <TextDifference
              label={text.t("part.options")}
              before={(before.text.options ?? []).join("\n")}
              after={(detail.text.options ?? []).join("\n")}
            />
            <FileChanges
              before={before.text.attachments ?? []}
              after={detail.text.attachments ?? []}
            />
            {differ(before.effects, detail.effects) && (
              <section class="stack tight">
                <h3>{text.t("versions.effectsBefore")}</h3>
                <EffectsView effects={planned(before.effects)} />
              </section>
            )}
          </div>
        )
      }
    </ResourceView>
  );
}

type Planned = { effect: string; params: string };

function differ(before: readonly Planned[], after: readonly Planned[]): boolean {
  const said = (effects: readonly Planned[]) =>
    effects.map(({ effect, params }) => `${effect} ${params}`).join();
  return said(before) !== said(after);
}
