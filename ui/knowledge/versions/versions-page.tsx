import { useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { AgeMark, Mark, Moment, Page, ResourceView, SelectField } from "../../design/index.ts";
import { dateTime } from "../../i18n/index.ts";
import { membership, useResource } from "../../offline/index.ts";
import type { ItemDetail, VersionHead, VersionView } from "../shapes.ts";
import { text } from "../strings.ts";
import { VersionDifference } from "./version-difference.tsx";

/** Every version of an item, and what changed between any two of them. */
export function VersionsPage() {
  const { item = "" } = useRoute().params;
  const detail = useResource<ItemDetail>(`/api/items/${item}`);
  return (
    <Page
      title={text.t("versions")}
      lead={detail.data && <span lang={detail.data.lang}>{detail.data.title}</span>}
      back={`/knowledge/${item}`}
    >
      <ResourceView of={detail}>
        {(found) => (
          <>
            <History detail={found} />
            {found.history.length > 1 && <Comparison detail={found} />}
          </>
        )}
      </ResourceView>
    </Page>
  );
}

function History({ detail }: { detail: ItemDetail }) {
  return (
    <ol class="history" reversed>
      {detail.history.map((version) => (
        <li key={version.id}>
          <p>
            <strong>{authorOf(version)}</strong>, <Moment at={version.time} exact />
          </p>
          <p class="row">
            {version.shown && <Mark tone="ok">{text.t("version.shown")}</Mark>}
            {version.review === "returned" && <Mark tone="warn">{text.t("mark.returned")}</Mark>}
            {version.review === "awaiting" && <Mark tone="wait">{text.t("mark.awaiting")}</Mark>}
            {version.parents.length > 1 && <Mark>{text.t("version.merged")}</Mark>}
          </p>
        </li>
      ))}
    </ol>
  );
}

/** Two versions side by side in one text; to begin with, the last one and the one before. */
function Comparison({ detail }: { detail: ItemDetail }) {
  const [newest, before] = detail.history as [VersionHead, VersionHead];
  const [from, setFrom] = useState(newest.parents[0] ?? before.id);
  const [to, setTo] = useState(newest.id);
  const options = detail.history.map((version) => ({
    value: version.id,
    label: `${dateTime(version.time, "short")}, ${authorOf(version)}`,
  }));
  return (
    <section class="stack">
      <h2>{text.t("compare")}</h2>
      <SelectField
        label={text.t("compare.from")}
        value={from}
        onChange={setFrom}
        options={options}
      />
      <SelectField label={text.t("compare.to")} value={to} onChange={setTo} options={options} />
      <Difference key={`${from}-${to}`} item={detail.id} from={from} to={to} />
    </section>
  );
}

function Difference({ item, from, to }: { item: string; from: string; to: string }) {
  const before = useResource<VersionView>(`/api/items/${item}/versions/${from}`);
  const after = useResource<VersionView>(`/api/items/${item}/versions/${to}`);
  if (from === to) return <p>{text.t("compare.one")}</p>;
  return (
    <ResourceView of={before}>
      {(earlier) => (
        <ResourceView of={after}>
          {(later) => (
            <>
              <AgeMark of={after} />
              <VersionDifference before={earlier} after={later} />
            </>
          )}
        </ResourceView>
      )}
    </ResourceView>
  );
}

/** `You`, or the name, or that the person has left. */
export function authorOf(version: { author: string; authorName: string | null }): string {
  if (version.author === membership.value?.member) return text.t("you");
  return version.authorName ?? text.t("author.gone");
}
