import { Check, Merge as MergeIcon } from "lucide-preact";
import { useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { kinds } from "../../../mesh/kinds/index.ts";
import { announce, Button, Card, Moment, Notice, Page, ResourceView } from "../../design/index.ts";
import { append, useResource } from "../../offline/index.ts";
import { draftKey, keepDraft } from "../draft-store.ts";
import { draftOfVersion, draftToBody } from "../item-draft.ts";
import { ItemText } from "../item-text.tsx";
import type { ItemDetail, VersionView } from "../shapes.ts";
import { text } from "../strings.ts";
import { threeWayMerge } from "./three-way-merge.ts";
import { VersionDifference } from "./version-difference.tsx";
import { authorOf } from "./versions-page.tsx";

/** Two versions were written apart: one is chosen, or both are brought together. */
export function ResolvePage() {
  const { item = "" } = useRoute().params;
  const detail = useResource<ItemDetail>(`/api/items/${item}`);
  return (
    <Page
      title={text.t("conflict.title")}
      lead={text.t("conflict.lead")}
      back={`/knowledge/${item}`}
      wide
    >
      <ResourceView of={detail}>
        {(found) =>
          found.heads.length < 2 ? (
            <Notice tone="ok" title={text.t("conflict.none")}>
              <a href={`/knowledge/${item}`}>{text.t("item.open")}</a>
            </Notice>
          ) : (
            <Heads detail={found} />
          )
        }
      </ResourceView>
    </Page>
  );
}

function Heads({ detail }: { detail: ItemDetail }) {
  const { route } = useLocation();
  const [first, second] = detail.heads as [VersionView, VersionView];
  const base = useResource<VersionView>(basePath(detail));
  const [busy, setBusy] = useState(false);
  const parents = detail.edit.parents;
  const choose = async (version: VersionView) => {
    setBusy(true);
    const draft = draftOfVersion(version, detail.id, parents);
    await append(kinds.item, draftToBody(draft));
    announce(text.t("conflict.chosen"));
    route(`/knowledge/${detail.id}`);
  };
  const merge = async () => {
    setBusy(true);
    const draft = draftOfVersion(first, detail.id, parents);
    const tags = [...new Set(detail.heads.flatMap((head) => head.tags))].join(", ");
    let conflicts = 0;
    for (const head of detail.heads.slice(1)) {
      const merged = threeWayMerge(base.data?.body ?? "", draft.body, head.body);
      draft.body = merged.text;
      conflicts += merged.conflicts;
    }
    await keepDraft(draftKey(detail.id), { ...draft, tags });
    route(`/knowledge/${detail.id}/edit?merged=${conflicts}`);
  };
  return (
    <>
      <section class="stack">
        <h2>{text.t("conflict.difference")}</h2>
        <VersionDifference before={first} after={second} />
      </section>
      <div class="stack">
        <div>
          <Button kind="primary" icon={MergeIcon} onClick={merge} disabled={busy}>
            {text.t("conflict.merge")}
          </Button>
        </div>
        <p class="soft">{text.t("conflict.consequence")}</p>
      </div>
      <div class="side-by-side">
        {detail.heads.map((version, i) => (
          <Card key={version.id} title={text.t("conflict.version", { n: i + 1 })}>
            <p class="soft">
              {authorOf(version)}, <Moment at={version.time} exact />
            </p>
            <h3 lang={version.lang} dir="auto">
              {version.title}
            </h3>
            <ItemText content={version} level={4} />
            <Button icon={Check} onClick={() => choose(version)} disabled={busy}>
              {text.t("conflict.choose", { n: i + 1 })}
            </Button>
          </Card>
        ))}
      </div>
    </>
  );
}

/** The version both were made from; null when there is none. */
function basePath({ id, heads }: ItemDetail): string | null {
  const [first, ...others] = heads;
  const shared = first?.parents.find((parent) =>
    others.every((head) => head.parents.includes(parent)),
  );
  return shared === undefined ? null : `/api/items/${id}/versions/${shared}`;
}
