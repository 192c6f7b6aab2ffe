import { BookOpen } from "lucide-preact";
import type { OpId } from "../../../mesh/op/index.ts";
import { Card, List, ListItem, Markdown, Moment } from "../../design/index.ts";
import { nameOf, useDirectory } from "../../design/people.ts";
import { useResource } from "../../offline/index.ts";
import { isReview, type ProposalDetail } from "../shapes.ts";
import { text } from "./strings.ts";

/** What is at stake, in plain words first; the rest of the text below. */
export function AtStake({ detail }: { detail: ProposalDetail }) {
  const { text: words } = detail;
  const directory = useDirectory();
  const since = detail.versions[0]?.at;
  const isSaid = words === null || words.summary || words.body || words.rationale;
  return (
    <Card {...(isSaid ? { title: text.t("stake.title") } : {})}>
      {words === null && <p class="soft">{text.t("stake.erased")}</p>}
      {words !== null && isSaid && (
        <div class="stack" lang={words.lang} dir="auto">
          {words.summary && <p class="stake">{words.summary}</p>}
          {words.body && <Markdown text={words.body} lang={words.lang} headingLevel={3} />}
          {words.rationale && words.rationale !== words.summary && (
            <>
              <h3>{text.t("stake.rationale")}</h3>
              <Markdown text={words.rationale} lang={words.lang} headingLevel={4} />
            </>
          )}
        </div>
      )}
      {words !== null && words.options.length > 0 && (
        <>
          <h3>{text.t("stake.options")}</h3>
          <ol dir="auto">
            {words.options.map((option, i) => (
              <li key={i}>{option}</li>
            ))}
          </ol>
        </>
      )}
      {words !== null && words.items.length > 0 && (
        <List label={text.t("stake.items")}>
          {words.items.map((item) => (
            <RelatedItem key={item} item={item} />
          ))}
        </List>
      )}
      <p class="soft small">
        {isReview(detail)
          ? text.t("stake.review")
          : text.t("stake.by", { name: nameOf(directory(detail.author)) })}
        {since !== undefined && (
          <>
            {" · "}
            <Moment at={since} />
          </>
        )}
      </p>
      {detail.revisits !== null && (
        <p>
          <a href={`/decide/${detail.revisits}`}>{text.t("stake.revisits")}</a>
        </p>
      )}
    </Card>
  );
}

function RelatedItem({ item }: { item: OpId }) {
  const { data } = useResource<{ title: string }>(`/api/items/${item}`);
  return (
    <ListItem
      icon={BookOpen}
      href={`/knowledge/${item}`}
      title={data?.title ?? text.t("stake.item")}
    />
  );
}
