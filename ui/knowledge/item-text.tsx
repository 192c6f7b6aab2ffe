import { Markdown } from "../design/index.ts";
import type { Content } from "./item-draft.ts";
import { text } from "./strings.ts";

interface ItemTextProps {
  content: Content;
  /** `120-480`: the stretch of the body that was quoted or found. */
  at?: string | undefined;
  /** Level of its first heading. */
  level?: number;
}

/** What an item says. A word has its meaning first, then where it is used and an example. */
export function ItemText({ content, at, level = 2 }: ItemTextProps) {
  const cited = parseStretch(at);
  const body = (
    <Markdown
      text={content.body}
      lang={content.lang}
      headingLevel={level}
      cited={cited && { range: cited, label: text.t("passage") }}
    />
  );
  if (content.form === "article") return body;
  const Heading = `h${level}` as "h2";
  return (
    <div class="stack">
      {body}
      {content.context && (
        <section class="stack tight">
          <Heading>{text.t("term.context")}</Heading>
          <p lang={content.lang} dir="auto">
            {content.context}
          </p>
        </section>
      )}
      {content.example && (
        <section class="stack tight">
          <Heading>{text.t("term.example")}</Heading>
          <blockquote lang={content.lang} dir="auto">
            {content.example}
          </blockquote>
        </section>
      )}
    </div>
  );
}

function parseStretch(at: string | undefined): [number, number] | undefined {
  const [, start, end] = /^(\d{1,6})-(\d{1,6})$/.exec(at ?? "") ?? [];
  return start === undefined ? undefined : [Number(start), Number(end)];
}
