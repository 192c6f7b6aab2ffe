import { BookOpen, FileX2, PackageOpen, Pause, Play } from "lucide-preact";
import { useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { effects, encodeParams } from "../../mesh/kinds/index.ts";
import { fromBase64Url, toBase64Url } from "../../mesh/op/index.ts";
import {
  Button,
  Card,
  EmptyState,
  List,
  ListItem,
  Notice,
  Page,
  ResourceView,
} from "../design/index.ts";
import { ago, listOf } from "../i18n/index.ts";
import { requestJson, useResource } from "../offline/index.ts";
import { type Feed, type FeedItem, feedPath, type Partner } from "./shapes.ts";
import { text } from "./strings.ts";

/** What one partner community is given now, by which decision, and what is taken back. */
export function PartnerPage() {
  const { partner: name = "" } = useRoute().params;
  const feed = useResource<Feed>(feedPath(name));
  return (
    <Page
      title={text.t("feed.title", { name })}
      lead={text.t("feed.lead")}
      back="/community/partners"
      action={feed.data && <PauseAction of={feed.data.partner} />}
    >
      <ResourceView of={feed}>
        {(data) => (
          <>
            {data.partner.withheld !== null && (
              <Notice tone="wait">{text.t(`withheld.${data.partner.withheld}`)}</Notice>
            )}
            <Decided of={data.partner} />
            <Given key={`${data.next} ${data.partner.items}`} first={data} name={name} />
            <Withdrawn of={data.withdrawn} />
            <Travels of={data.partner} />
          </>
        )}
      </ResourceView>
    </Page>
  );
}

/** A pause is decided like everything else; its key is nothing that a person should type. */
function PauseAction({ of: { name, key, withheld } }: { of: Partner }) {
  const bytes = key === null ? null : fromBase64Url(key);
  if (bytes === null || withheld === "emergency") return null;
  const paused = withheld === null;
  const query = new URLSearchParams({
    effect: effects.partnerPause.name,
    params: toBase64Url(encodeParams(effects.partnerPause, { key: bytes, paused })),
    title: text.t(paused ? "pause.title" : "resume.title", { name }),
  });
  return (
    <Button icon={paused ? Pause : Play} href={`/decide/new?${query}`}>
      {text.t(paused ? "pause" : "resume")}
    </Button>
  );
}

function Decided({ of: { shares } }: { of: Partner }) {
  return (
    <Card title={text.t("feed.decided")}>
      {shares.length === 0 && <p>{text.t("noShares")}</p>}
      {shares.length > 0 && (
        <ul>
          {shares.map(({ category, exceptLabels }) => (
            <li key={category}>
              <bdi>
                {exceptLabels.length === 0
                  ? text.t("share", { category })
                  : text.t("share.except", { category, labels: listOf(exceptLabels) })}
              </bdi>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Given({ first, name }: { first: Feed; name: string }) {
  const [later, setLater] = useState<Feed[]>([]);
  const [failed, setFailed] = useState(false);
  const pages = [first, ...later];
  const items = pages.flatMap((page) => page.items);
  const next = pages.at(-1)?.next ?? null;
  if (items.length === 0) {
    return first.partner.withheld === null && first.partner.shares.length > 0 ? (
      <EmptyState icon={PackageOpen} title={text.t("feed.empty")}>
        {text.t("feed.emptyText")}
      </EmptyState>
    ) : null;
  }
  const more = async () => {
    try {
      const page = await requestJson<Feed>(`${feedPath(name)}?cursor=${next}`);
      setLater([...later, page]);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  return (
    <section class="stack tight">
      <h2>{text.t("feed.items")}</h2>
      <p class="soft">{text.t("items", { count: first.partner.items })}</p>
      <List label={text.t("feed.items")}>
        {items.map((item) => (
          <ListItem
            key={item.version}
            icon={BookOpen}
            href={`/knowledge/${item.item}`}
            title={item.title}
            detail={detailOf(item)}
          />
        ))}
      </List>
      {next !== null && <Button onClick={more}>{text.t("feed.more")}</Button>}
      {failed && (
        <Notice tone="wait" live>
          {text.t("feed.moreFailed")}
        </Notice>
      )}
    </section>
  );
}

function detailOf({ category, consent, labels }: FeedItem): string {
  return [category, text.t(`consent.${consent}`), ...labels].join(" · ");
}

function Withdrawn({ of }: { of: Feed["withdrawn"] }) {
  if (of.length === 0) return null;
  return (
    <section class="stack tight">
      <h2>{text.t("feed.withdrawn")}</h2>
      <p class="soft">{text.t("feed.withdrawnText")}</p>
      <List label={text.t("feed.withdrawn")}>
        {of.map(({ item, title }) => (
          <ListItem
            key={item}
            icon={FileX2}
            title={title ?? text.t("feed.erased")}
            {...(title === null ? {} : { href: `/knowledge/${item}` })}
          />
        ))}
      </List>
    </section>
  );
}

/** Until boxes speak to each other, somebody carries it. */
function Travels({ of: { name, key, exported } }: { of: Partner }) {
  if (key === null) return null;
  const command = <code>{`moot partner export "${name}" FILE`}</code>;
  return (
    <Card title={text.t("feed.travels")}>
      <p>{text.pieces("feed.travelsText", { command })}</p>
      <p class="soft">
        {exported === null
          ? text.t("feed.neverExported")
          : text.t("feed.exported", { serial: exported.serial, when: ago(exported.at) })}
      </p>
    </Card>
  );
}
