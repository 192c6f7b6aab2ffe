import { Lexer, type Token, type Tokens } from "marked";
import type { JSX } from "preact";
import { Fragment } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Range } from "./plain-text.ts";

interface MarkdownProps {
  text: string;
  lang?: string;
  /** Level of the first heading in the text (default 3), so that the page's outline holds. */
  headingLevel?: number;
  /** A stretch of `text` that was quoted: its blocks are marked and brought into view. */
  cited?: { range: Range; label: string } | undefined;
}

type Heading = "h2" | "h3" | "h4" | "h5" | "h6";

/**
 * Markdown through marked's lexer into elements. A line end is one: people write notices, not HTML. HTML in the source is shown as the text it is,
 * links only lead to http(s), mail and places in the app, and pictures become links: the app
 * never fetches from elsewhere.
 */
export function MarkdownText({ text, lang, headingLevel = 3, cited }: MarkdownProps) {
  const prose = useRef<HTMLDivElement>(null);
  const range = cited?.range.join("-");
  useEffect(() => {
    if (range) prose.current?.querySelector(".cited")?.scrollIntoView({ block: "start" });
  }, [range]);
  const tokens = lex(text);
  return (
    <div class="prose" lang={lang} dir="auto" ref={prose}>
      {cited ? citedBlocks(tokens, headingLevel, cited) : blocks(tokens, headingLevel)}
    </div>
  );
}

function lex(text: string): Token[] {
  return new Lexer({ gfm: true, breaks: true }).lex(text);
}

/** The elements of a text, without the frame around it. */
export function markdownElements(text: string, headingLevel: number): JSX.Element[] {
  return blocks(lex(text), headingLevel);
}

/** Blocks of the text itself; those that the stretch touches stand in a frame of their own. */
function citedBlocks(
  tokens: Token[],
  level: number,
  { range, label }: { range: Range; label: string },
): JSX.Element[] {
  let at = 0;
  const touched = tokens.map((token) => {
    const from = at;
    at += token.raw.length;
    // Blank lines between two quoted blocks are quoted as well.
    return from < range[1] && from + token.raw.trimEnd().length > range[0];
  });
  const [first, last] = [touched.indexOf(true), touched.lastIndexOf(true)];
  if (first < 0) return blocks(tokens, level);
  return [
    ...blocks(tokens.slice(0, first), level),
    <section key="cited" class="cited prose" aria-label={label}>
      {blocks(tokens.slice(first, last + 1), level)}
    </section>,
    ...blocks(tokens.slice(last + 1), level),
  ];
}

function blocks(tokens: Token[], level: number): JSX.Element[] {
  return tokens.map((token, i) => <Fragment key={i}>{block(token, level)}</Fragment>);
}

function block(token: Token, level: number) {
  switch (token.type) {
    case "heading": {
      const depth = Math.min(6, (token as Tokens.Heading).depth + level - 1);
      const Name = `h${Math.max(2, depth)}` as Heading;
      return <Name>{inline(token)}</Name>;
    }
    case "paragraph":
      return <p>{inline(token)}</p>;
    case "blockquote":
      return <blockquote class="stack tight">{blocks(token.tokens ?? [], level)}</blockquote>;
    case "list":
      return <ListBlock list={token as Tokens.List} level={level} />;
    case "code":
      return (
        <pre>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case "table":
      return <TableBlock table={token as Tokens.Table} />;
    case "hr":
      return <hr />;
    case "text":
      return <PlainText token={token as Tokens.Text} />;
    case "space":
    case "def":
      return null;
    default:
      return <p>{token.raw}</p>;
  }
}

function ListBlock({ list, level }: { list: Tokens.List; level: number }) {
  const items = list.items.map((item, i) => (
    <li key={i}>
      {item.task && <input type="checkbox" checked={item.checked ?? false} disabled />}
      {blocks(item.tokens, level)}
    </li>
  ));
  if (!list.ordered) return <ul>{items}</ul>;
  return <ol start={typeof list.start === "number" ? list.start : 1}>{items}</ol>;
}

function TableBlock({ table }: { table: Tokens.Table }) {
  return (
    <div class="table">
      <table>
        <thead>
          <tr>
            {table.header.map((cell, i) => (
              <th key={i}>{inline(cell)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j}>{inline(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function inline(token: { tokens?: Token[] }): JSX.Element[] {
  return (token.tokens ?? []).map((part, i) => <Fragment key={i}>{span(part)}</Fragment>);
}

function span(token: Token) {
  switch (token.type) {
    case "strong":
      return <strong>{inline(token)}</strong>;
    case "em":
      return <em>{inline(token)}</em>;
    case "del":
      return <del>{inline(token)}</del>;
    case "codespan":
      return <code>{(token as Tokens.Codespan).text}</code>;
    case "br":
      return <br />;
    case "link":
      return <SafeLink href={(token as Tokens.Link).href}>{inline(token)}</SafeLink>;
    case "image": {
      const image = token as Tokens.Image;
      return <SafeLink href={image.href}>{image.text || image.href}</SafeLink>;
    }
    case "escape":
    case "text":
      return <PlainText token={token as Tokens.Text} />;
    default:
      return <>{token.raw}</>;
  }
}

function PlainText({ token }: { token: Tokens.Text }) {
  return token.tokens ? inline({ tokens: token.tokens }) : token.text;
}

function SafeLink({ href, children }: { href: string; children: JSX.Element[] | string }) {
  const safe = safeHref(href);
  if (safe === null) return <>{children}</>;
  return safe.startsWith("/") ? (
    <a href={safe}>{children}</a>
  ) : (
    <a href={safe} rel="noopener noreferrer" target="_blank">
      {children}
    </a>
  );
}

/** The address if following it is harmless; null for scripts, data and the like. */
export function safeHref(href: string): string | null {
  if (/^\/(?!\/)/.test(href)) return href;
  return /^(https?:|mailto:|tel:)/i.test(href.trim()) ? href.trim() : null;
}
