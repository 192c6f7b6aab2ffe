import { PencilLine } from "lucide-preact";
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { AbsentState, AgeMark, Button, ErrorState, Loading, Page, words } from "../design/index.ts";
import { useResource } from "../offline/index.ts";
import { ItemActions } from "./item-actions.tsx";
import type { Content } from "./item-draft.ts";
import { ItemFacts } from "./item-facts.tsx";
import { ItemNotices } from "./item-notices.tsx";
import { type Item, useItem } from "./item-resource.ts";
import { ItemText } from "./item-text.tsx";
import type { VersionView } from "./shapes.ts";
import { text } from "./strings.ts";

/** An item on a page of its own: phones. */
export function ItemAlone({ id }: { id: string }) {
  const item = useItem(id);
  const { content } = item;
  return (
    <Page
      title={content?.title ?? text.t("item")}
      lead={content && <Kind content={content} />}
      back="/knowledge"
      action={mayEdit(item) && <EditButton id={id} />}
    >
      <ItemContent item={item} />
    </Page>
  );
}

/** An item beside the list: wide windows. Its title gets the focus when another is chosen. */
export function ItemBeside({ id }: { id: string }) {
  const item = useItem(id);
  const { content } = item;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    if (content) document.title = document.title.replace(/^[^·]*/, `${content.title} `);
  }, [content]);
  return (
    <article class="stack loose item-beside">
      <header class="stack tight">
        <h2 ref={heading} tabIndex={-1} lang={content?.lang} dir="auto">
          {content?.title ?? text.t("item")}
        </h2>
        {content && (
          <p class="soft">
            <Kind content={content} />
          </p>
        )}
      </header>
      <ItemContent item={item} />
      {mayEdit(item) && (
        <div>
          <EditButton id={id} />
        </div>
      )}
    </article>
  );
}

function EditButton({ id }: { id: string }) {
  return (
    <Button kind="primary" icon={PencilLine} href={`/knowledge/${id}/edit`}>
      {text.t("edit")}
    </Button>
  );
}

function mayEdit({ detail, own }: Item): boolean {
  return detail?.may.edit ?? own !== undefined;
}

/** `Word · Water · Spanish` */
function Kind({ content }: { content: Content }) {
  const kind = text.t(content.form === "term" ? "form.term" : "form.article");
  return <>{[kind, content.category].filter(Boolean).join(" · ")}</>;
}

function ItemContent({ item }: { item: Item }) {
  const { query } = useLocation();
  const { resource, detail, own, content } = item;
  const quoted = query["version"];
  const earlier = quoted !== undefined && detail !== undefined && quoted !== detail.version;
  if (content === undefined) return <ItemLoadState resource={resource} />;
  return (
    <>
      <ItemNotices item={item} />
      {detail && own === undefined && <AgeMark of={resource} />}
      {earlier ? (
        <EarlierVersion item={item} version={quoted} at={query["at"]} />
      ) : (
        <ItemText content={content} at={own ? undefined : query["at"]} />
      )}
      <ItemFacts item={item} content={content} />
      <ItemActions item={item} />
    </>
  );
}

/** Why there is nothing to show yet, in words. */
export function ItemLoadState({ resource }: Pick<Item, "resource">) {
  if (resource.state === "loading") return <Loading />;
  if (resource.state === "absent") return <AbsentState onRetry={resource.refresh} />;
  if (resource.error?.status === 403 || resource.error?.status === 404) {
    return <ErrorState title={words.t("gone.title")}>{text.t("item.gone")}</ErrorState>;
  }
  return <ErrorState onRetry={resource.refresh} />;
}

interface EarlierVersionProps {
  item: Item;
  version: string;
  at: string | undefined;
}

/** The version that an answer has quoted, when a newer one stands in its place. */
function EarlierVersion({ item, version, at }: EarlierVersionProps) {
  const earlier = useResource<VersionView>(`/api/items/${item.id}/versions/${version}`);
  if (earlier.data === undefined) {
    if (earlier.state === "loading") return <Loading />;
    return item.content ? <ItemText content={item.content} at={undefined} /> : null;
  }
  return (
    <>
      <p class="row">
        <span class="soft">{text.t("version.earlier")}</span>
        <a href={`/knowledge/${item.id}`}>{text.t("version.toCurrent")}</a>
      </p>
      <ItemText content={earlier.data} at={at} />
    </>
  );
}
