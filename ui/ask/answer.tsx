import { BookOpen, FileText } from "lucide-preact";
import { useState } from "preact/hooks";
import { Highlighted } from "../design/highlighted.tsx";
import { Dialog, List, ListItem, Mark, Notice } from "../design/index.ts";
import { plainText } from "../design/plain-text.ts";
import { dateTime } from "../i18n/index.ts";
import type { LiveTurn } from "./live-turn.ts";
import { citedPassages, paragraphs, passageHref } from "./quotes.ts";
import type { AnswerRecord, Passage, Sentence } from "./shapes.ts";
import { text } from "./strings.ts";

/** The sentences of an answer with their sources, or what came closest. */
export function Answer({ turn }: { turn: LiveTurn }) {
  const { passages, sentences, record } = turn;
  const cited = citedPassages(sentences, passages);
  const others = passages.filter((passage) => !cited.includes(passage));
  if (record?.outcome === "unknown") return <Unknown near={passages} />;
  return (
    <section class="card answer" aria-label={text.t("turn.answer")}>
      {record && <Provenance record={record} sources={cited.length} />}
      {paragraphs(sentences).map((paragraph, i) => (
        <Quotation key={i} sentences={paragraph} passages={passages} />
      ))}
      {cited.length > 0 && (
        <>
          <h3>{text.t("answer.sources")}</h3>
          <Passages of={cited} />
        </>
      )}
      {others.length > 0 && (
        <details open={sentences.length === 0}>
          <summary>{text.t("answer.other", { count: others.length })}</summary>
          <Passages of={others} />
        </details>
      )}
    </section>
  );
}

/** Where the answer comes from, in a sentence, before anything it says. */
function Provenance({ record, sources }: { record: AnswerRecord; sources: number }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <p class="soft small">
        {text.t("answer.from", { count: sources })}.{" "}
        {record.model === null
          ? text.t("answer.noModel")
          : text.t("answer.model", { model: record.model.name })}{" "}
        {record.notices.includes("no-model") && (
          <button type="button" class="as-link" onClick={() => setOpen(true)}>
            {text.t("answer.noModel.how")}
          </button>
        )}
      </p>
      {record.notices.includes("only-expired") && (
        <Notice tone="warn">{text.t("answer.expired")}</Notice>
      )}
      {record.notices.includes("superseded-shown") && (
        <Notice tone="warn">{text.t("answer.superseded")}</Notice>
      )}
      <Dialog title={text.t("noModel.title")} open={open} onClose={() => setOpen(false)}>
        <p>{text.t("noModel.text")}</p>
        <p>{text.t("noModel.how")}</p>
      </Dialog>
    </>
  );
}

/** Sentences that follow each other in one source, with the source's number behind each. */
function Quotation({ sentences, passages }: { sentences: Sentence[]; passages: Passage[] }) {
  const lang = passages.find((passage) => passage.n === sentences[0]?.citations[0])?.lang;
  return (
    <blockquote class="quotation" lang={lang} dir="auto">
      {sentences.map((sentence, i) => (
        <span key={i}>
          {plainText(sentence.text).text}
          {sentence.citations.map((n) => (
            <Citation key={n} n={n} passages={passages} />
          ))}{" "}
        </span>
      ))}
    </blockquote>
  );
}

function Citation({ n, passages }: { n: number; passages: Passage[] }) {
  const passage = passages.find((candidate) => candidate.n === n);
  if (passage === undefined) return null;
  return (
    <a
      class="citation"
      href={passageHref(passage)}
      aria-label={text.t("answer.cite", { n, title: passage.title })}
    >
      {n}
    </a>
  );
}

function Passages({ of }: { of: Passage[] }) {
  return (
    <List>
      {of.map((passage) => (
        <ListItem
          key={passage.n}
          icon={passage.form === "term" ? BookOpen : FileText}
          href={passageHref(passage)}
          title={
            <span lang={passage.lang} dir="auto">
              <span class="soft">{passage.n}. </span>
              {passage.title}
            </span>
          }
          detail={<PassageDetail passage={passage} />}
        />
      ))}
    </List>
  );
}

function PassageDetail({ passage }: { passage: Passage }) {
  const plain = plainText(passage.text, passage.highlights);
  return (
    <>
      <span class="excerpt" lang={passage.lang} dir="auto">
        <Highlighted text={plain.text} ranges={plain.ranges} />
      </span>
      <span class="row">
        {passage.author && <span>{passage.author}</span>}
        {passage.state === "expired" && (
          <Mark tone="warn">
            {text.t("passage.expired")}
            {passage.validUntil !== null && `: ${dateTime(passage.validUntil, "date")}`}
          </Mark>
        )}
        {passage.state === "superseded" && <Mark tone="warn">{text.t("passage.superseded")}</Mark>}
      </span>
    </>
  );
}

function Unknown({ near }: { near: Passage[] }) {
  return (
    <section class="stack" aria-label={text.t("turn.answer")}>
      <Notice title={text.t("unknown.title")}>{text.t("unknown.text")}</Notice>
      {near.length > 0 && (
        <>
          <h3>{text.t("unknown.near")}</h3>
          <Passages of={near} />
        </>
      )}
    </section>
  );
}
