import { ArrowRightLeft, EyeOff, GitFork, Hourglass } from "lucide-preact";
import { Button, Notice, refusalText } from "../design/index.ts";
import { dateTime } from "../i18n/index.ts";
import { useResource } from "../offline/index.ts";
import type { Item } from "./item-resource.ts";
import { text as moderation } from "./moderation/strings.ts";
import type { ItemDetail } from "./shapes.ts";
import { text } from "./strings.ts";

/** What to know before reading on: is it current, is it mine alone, is there another version. */
export function ItemNotices({ item }: { item: Item }) {
  const { detail } = item;
  if (item.erasing) {
    return (
      <Notice tone="wait" title={text.t("own.erasing")}>
        {text.t("own.erasing.text")}
      </Notice>
    );
  }
  return (
    <>
      <OwnNotice item={item} />
      {detail?.conflict && (
        <Notice tone="warn" icon={GitFork} title={text.t("conflict.title")}>
          <p>{text.t("conflict.text")}</p>
          {detail.may.edit && (
            <div>
              <Button href={`/knowledge/${item.id}/resolve`}>{text.t("conflict.resolve")}</Button>
            </div>
          )}
        </Notice>
      )}
      {detail && <StandingNotices detail={detail} />}
    </>
  );
}

function StandingNotices({ detail }: { detail: ItemDetail }) {
  return (
    <>
      {detail.hidden && (
        <Notice tone="warn" icon={EyeOff} title={text.t("hidden.title")}>
          {text.t("hidden.text")}
        </Notice>
      )}
      {detail.review === "awaiting" && (
        <Notice tone="wait" title={text.t("awaiting.title")}>
          {text.t("awaiting.text")}
        </Notice>
      )}
      {detail.review === "returned" && <Returned detail={detail} />}
      {detail.supersededBy && (
        <Notice tone="warn" icon={ArrowRightLeft} title={text.t("superseded.title")}>
          <ItemLink id={detail.supersededBy} />
        </Notice>
      )}
      {detail.validUntil !== null && detail.expired && (
        <Notice tone="warn" icon={Hourglass} title={text.t("expired.title")}>
          {text.t("expired.text", { date: dateTime(detail.validUntil, "date") })}
        </Notice>
      )}
    </>
  );
}

function Returned({ detail }: { detail: ItemDetail }) {
  const reason = detail.history.find((version) => version.review === "returned")?.reviewReason;
  return (
    <Notice tone="warn" title={text.t("returned.title")}>
      {reason && <p>{moderation.t(`review.${reason}` as "review.other")}</p>}
      <p>{text.t("returned.text")}</p>
    </Notice>
  );
}

/** What became of the member's own writing. */
function OwnNotice({ item: { own, id } }: { item: Item }) {
  if (own === undefined) return null;
  switch (own.op.state) {
    case "queued":
      return (
        <Notice tone="wait" title={text.t("own.queued")}>
          {text.t("own.queued.text")}
        </Notice>
      );
    case "sent":
    case "done":
      return (
        <Notice tone="ok" title={text.t("own.sent")}>
          {text.t("own.sent.text")}
        </Notice>
      );
    default:
      return (
        <Notice tone="warn" title={text.t("own.refused", { why: refusalText(own.op) })}>
          <p>{text.t("own.refused.text")}</p>
          <div>
            <Button href={`/knowledge/${id}/edit`}>{text.t("own.again")}</Button>
          </div>
        </Notice>
      );
  }
}

/** A link to an item by its title, as far as this phone or the box knows it. */
export function ItemLink({ id }: { id: string }) {
  const { data } = useResource<ItemDetail>(`/api/items/${id}`);
  return (
    <a href={`/knowledge/${id}`} lang={data?.lang} dir="auto">
      {data?.title ?? text.t("item.open")}
    </a>
  );
}
