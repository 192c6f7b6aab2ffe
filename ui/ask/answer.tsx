import { useState } from "preact/hooks";
import { Highlighted } from "../design/highlighted.tsx";
import { Dialog, Mark, Notice } from "../design/index.ts";
import { plainText } from "../design/plain-text.ts";
import { dateTime } from "../i18n/index.ts";
import { AskCommunity } from "./ask-community.tsx";
import type { LiveTurn } from "./live-turn.ts";
import { citedPassages, paragraphs, passageHref, quoteHref } from "./quotes.ts";
import type { AnswerRecord, Passage, Sentence } from "./shapes.ts";
import { text } from "./strings.ts";
import { LeftToPeople, Why } from "./why.tsx";

/** The sentences of an answer with their sources, or what came closest. */
export function Answer({ turn }: { turn: LiveTurn }) {
  const { passages, quotes, record } = turn;
  // Until the model has written its first sentence, the quotes stay.
  const sentences = turn.sentences.length > 0 ? turn.sentences : quotes;
  const cited = citedPassages(sentences, passages);
  const others = passages.filter((passage) => !cited.includes(passage));
  if (turn.ruling?.answers === false) {
    return (
      <section class="stack" aria-label={text.t("turn.answer")}>
        <LeftToPeople ruling={turn.ruling} />
        {record && <Why record={record} />}
      </section>
    );
  }
  if (record?.outcome === "unknown") return <Unknown record={record} />;
  return (
    <section class="card answer" aria-label={text.t("turn.answer")}>
      {turn.ruling && <LeftToPeople ruling={turn.ruling} />}
      {record && <Provenance record={record} sources={cited.length} />}
      {paragraphs(sentences).map((paragraph, i) => (
        <Quotation key={i} sentences={paragraph} passages={passages} />
      ))}
      {quotes.length > 0 && sentences !== quotes && (
        <details>
          <summary>{text.t("answer.quotes")}</summary>
          {paragraphs(quotes).map((paragraph, i) => (
            <Quotation key={i} sentences={paragraph} passages={passages} />
          ))}
        </details>
      )}
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
      {record && <Why record={record} />}
    </section>
  );
}

const modelNotices = ["engine-unavailable", "model-unsure", "stopped", "timed-out"] as const;

/** Where the answer comes from, in a sentence, before anything it says. */
function Provenance({ record, sources }: { record: AnswerRecord; sources: number }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <p class="soft small">
        {text.t("answer.from", { count: sources })}.{" "}
        {record.sentences.some(({ kind }) => kind === "generated")
          ? text.t("answer.model", { model: record.model?.name ?? "" })
          : text.t(record.notices.includes("no-model") ? "answer.noModel" : "answer.quoted")}{" "}
        {record.notices.includes("no-model") && (
          <button type="button" class="as-link" onClick={() => setOpen(true)}>
            {text.t("answer.noModel.how")}
          </button>
        )}
      </p>
      {modelNotices
        .filter((notice) => record.notices.includes(notice))
        .map((notice) => (
          <Notice key={notice} tone="info">
            {text.t(`notice.${notice}`)}
          </Notice>
        ))}
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
        <CitedSentence key={i} sentence={sentence} passages={passages} />
      ))}
    </blockquote>
  );
}

/** A sentence and its numbers. The last word and the numbers stay on one line. */
function CitedSentence({ sentence, passages }: { sentence: Sentence; passages: Passage[] }) {
  if (sentence.text === "") return <em class="soft">{text.t("answer.gone")} </em>;
  const [, beginning = "", end = ""] =
    /^(.*?)(\S*)$/s.exec(plainText(sentence.text).text.trim()) ?? [];
  const cited = passages.filter(({ n }) => sentence.citations.includes(n));
  // The words behind the sentence say so; the line under it says of which sentence.
  const doubted = sentence.support === "no" ? "unsupported" : undefined;
  return (
    <>
      <span class={doubted}>{beginning}</span>
      <span class="nowrap">
        <span class={doubted}>{end}</span>
        {cited.map((passage) => (
          <a
            key={passage.n}
            class="citation"
            href={quoteHref(passage, sentence)}
            aria-label={text.t("answer.cite", { n: passage.n, title: passage.title })}
          >
            {passage.n}
          </a>
        ))}
      </span>{" "}
      {sentence.support === "no" && (
        <>
          <Mark tone="warn">{text.t("answer.unsupported")}</Mark>{" "}
        </>
      )}
      {sentence.support === "unchecked" && (
        <span class="soft small">({text.t("answer.unchecked")}) </span>
      )}
    </>
  );
}

/** Sources, each with the number that the sentences name. */
function Passages({ of }: { of: Passage[] }) {
  return (
    <ul class="list">
      {of.map((passage) => (
        <li key={passage.n}>
          <Source passage={passage} />
        </li>
      ))}
    </ul>
  );
}

function Source({ passage }: { passage: Passage }) {
  const number = (
    <span class="citation" aria-hidden="true">
      {passage.n}
    </span>
  );
  if (passage.state === "gone") {
    return (
      <div class="list-item source">
        {number}
        <span class="soft">{text.t("passage.gone")}</span>
      </div>
    );
  }
  return (
    <>
      <a class="list-item source" href={passageHref(passage)}>
        {number}
        <PassageText passage={passage} />
      </a>
      {passage.replacedBy && (
        <a class="list-item source-newer" href={`/knowledge/${passage.replacedBy}`}>
          {text.t("passage.replacedBy")}
        </a>
      )}
    </>
  );
}

function PassageText({ passage }: { passage: Passage }) {
  const plain = plainText(passage.text, passage.highlights);
  return (
    <span class="grow stack tight">
      <span class="title" lang={passage.lang} dir="auto">
        {passage.title}
      </span>
      <span class="detail excerpt" lang={passage.lang} dir="auto">
        <Highlighted text={plain.text} ranges={plain.ranges} />
      </span>
      {passage.author && <span class="detail">{passage.author}</span>}
      {passage.state === "expired" && (
        <span>
          <Mark tone="warn">
            {text.t("passage.expired")}
            {passage.validUntil !== null && `: ${dateTime(passage.validUntil, "date")}`}
          </Mark>
        </span>
      )}
      {passage.state === "superseded" && (
        <span>
          <Mark tone="warn">{text.t("passage.superseded")}</Mark>
        </span>
      )}
    </span>
  );
}

/** Says so rather than guess, and offers to ask the people. */
function Unknown({ record }: { record: AnswerRecord }) {
  return (
    <section class="stack" aria-label={text.t("turn.answer")}>
      {record.ruling && <LeftToPeople ruling={record.ruling} />}
      <Notice title={text.t("unknown.title")}>{text.t("unknown.text")}</Notice>
      <AskCommunity record={record} />
      {record.passages.length > 0 && (
        <details>
          <summary>{text.t("unknown.near", { count: record.passages.length })}</summary>
          <Passages of={record.passages} />
        </details>
      )}
      <Why record={record} />
    </section>
  );
}
