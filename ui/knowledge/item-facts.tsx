import type { ComponentChildren } from "preact";
import { Facts, Mark, Moment } from "../design/index.ts";
import { dateTime, languageName } from "../i18n/index.ts";
import { membership } from "../offline/index.ts";
import { filters, query } from "./browse-state.ts";
import type { Content } from "./item-draft.ts";
import { ItemLink } from "./item-notices.tsx";
import type { Item } from "./item-resource.ts";
import { noFilters } from "./own-items.ts";
import { audienceSentence, consentSentence } from "./reach-sentence.ts";
import type { ItemDetail } from "./shapes.ts";
import { text } from "./strings.ts";

interface ItemFactsProps {
  item: Item;
  content: Content;
}

/** Whose knowledge it is, where it comes from, who may see it. */
export function ItemFacts({ item, content }: ItemFactsProps) {
  const { detail, own } = item;
  const facts: [string, ComponentChildren][] = [
    [text.t("author"), <Author key="author" item={item} />],
  ];
  if (content.attribution) facts.push([text.t("attribution"), content.attribution]);
  if (content.source) facts.push([text.t("source"), content.source]);
  facts.push([
    text.t("audience"),
    <span key="reach">
      {audienceSentence(content.audience)} {consentSentence(content.consent)}
    </span>,
  ]);
  facts.push([text.t("language"), languageName(content.lang)]);
  if (content.validUntil !== null && !detail?.expired) {
    facts.push([text.t("validUntil"), dateTime(content.validUntil, "date")]);
  }
  if (content.tags.length > 0)
    facts.push([text.t("tags"), <Tags key="tags" tags={content.tags} />]);
  if (detail && detail.labels.length > 0) {
    facts.push([text.t("labels"), <Labels key="labels" labels={detail.labels} />]);
  }
  if (content.supersedes) {
    facts.push([text.t("supersedes"), <ItemLink key="old" id={content.supersedes} />]);
  }
  if (detail?.question) {
    facts.push([
      text.t("cameFrom"),
      <a key="question" href={`/knowledge/questions/${detail.question}`}>
        {text.t("cameFrom.question")}
      </a>,
    ]);
  }
  if (detail && content.series) {
    facts.push([content.series.title, <Series key="series" detail={detail} />]);
  }
  return (
    <section class="stack" aria-label={text.t("facts")}>
      <hr />
      <Facts facts={facts} />
      {own === undefined && detail && detail.versions > 1 && (
        <p>
          <a href={`/knowledge/${item.id}/versions`}>
            {text.t("versions.count", { count: detail.versions })}
          </a>
        </p>
      )}
    </section>
  );
}

function Author({ item: { detail, own } }: { item: Item }) {
  if (detail === undefined) {
    return own ? (
      <>
        {text.t("you")}, <Moment at={own.op.time} />
      </>
    ) : null;
  }
  const isOwn = detail.author === membership.value?.member;
  const name = isOwn ? text.t("you") : (detail.authorName ?? text.t("author.gone"));
  return (
    <>
      <a href={`/community/members/${detail.author}`}>{name}</a>, <Moment at={detail.created} />
      {detail.changed !== detail.created && (
        <>
          {" · "}
          {text.pieces("changed", { when: <Moment key="changed" at={detail.changed} /> })}
        </>
      )}
    </>
  );
}

function Tags({ tags }: { tags: readonly string[] }) {
  const show = (tag: string) => {
    filters.value = { ...noFilters, tag };
    query.value = "";
  };
  return (
    <span class="row">
      {tags.map((tag) => (
        <a key={tag} href="/knowledge" onClick={() => show(tag)}>
          {tag}
        </a>
      ))}
    </span>
  );
}

function Labels({ labels }: { labels: readonly string[] }) {
  return (
    <span class="row">
      {labels.map((label) => (
        <Mark key={label}>{label}</Mark>
      ))}
    </span>
  );
}

/** Where one is in a long text: the part before and after, and all of them a tap away. */
function Series({ detail }: { detail: ItemDetail }) {
  const { seriesParts: parts, series } = detail;
  const at = parts.findIndex(({ id }) => id === detail.id);
  const [before, after] = [parts[at - 1], parts[at + 1]];
  return (
    <div class="stack tight">
      <span>{text.t("series.at", { part: series?.part ?? 1, parts: series?.parts ?? 1 })}</span>
      {before && (
        <a href={`/knowledge/${before.id}`}>{text.t("series.before", { title: before.title })}</a>
      )}
      {after && (
        <a href={`/knowledge/${after.id}`}>{text.t("series.after", { title: after.title })}</a>
      )}
      <details>
        <summary>{text.t("series.all", { count: parts.length })}</summary>
        <ol class="parts">
          {parts.map((part) => (
            <li key={part.id} value={part.part}>
              {part.id === detail.id ? (
                <strong>{part.title}</strong>
              ) : (
                <a href={`/knowledge/${part.id}`}>{part.title}</a>
              )}
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}
