import { useState } from "preact/hooks";
import { Facts, Notice } from "../design/index.ts";
import { dateTime, formatNumber, listOf } from "../i18n/index.ts";
import { useResource } from "../offline/index.ts";
import type { AnswerRecord, AssistantRules, Ruling } from "./shapes.ts";
import { text } from "./strings.ts";

/** What the community has decided about such a question, in its own words. */
export function LeftToPeople({ ruling: { kind, topic, say, ask } }: { ruling: Ruling }) {
  return (
    <Notice tone="info" title={text.t(`ruling.${kind}`, { topic, ask: ask ?? "" })}>
      {say !== "" && <p dir="auto">{say}</p>}
      {say === "" && kind === "ask-first" && <p>{text.t("ruling.ask-first.text", { topic })}</p>}
    </Notice>
  );
}

/** From which passages, under which rules, by which model and when: for whoever wants to know. */
export function Why({ record }: { record: AnswerRecord }) {
  const [open, setOpen] = useState(false);
  const { passages, model, policy, ruling, answered, tookMs } = record;
  const isLeft = ruling?.answers === false;
  const seconds = Math.max(1, Math.round(tookMs / 1_000));
  const isWritten = record.sentences.some(({ kind }) => kind === "generated");
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text.t("why.title")}</summary>
      {open && (
        <div class="stack tight">
          <Facts
            facts={[
              [text.t("why.passages"), isLeft ? text.t("why.left") : formatNumber(passages.length)],
              [text.t("why.model"), isWritten ? (model?.name ?? "") : text.t("why.model.none")],
              [
                text.t("why.time"),
                `${dateTime(answered, "long")}, ${text.t("why.took", { count: seconds })}`,
              ],
            ]}
          />
          <Rules version={policy.version} />
        </div>
      )}
    </details>
  );
}

/** The rules themselves where they still hold: older versions are in the record of decisions. */
function Rules({ version }: { version: number }) {
  const now = useResource<{ policy: AssistantRules }>("/api/assistant").data?.policy;
  const isSame = now?.version === version;
  const name =
    version === 1
      ? text.t("why.rules.first")
      : text.t(isSame || !now ? "why.rules.version" : "why.rules.changed", { version });
  return (
    <>
      <Facts facts={[[text.t("why.rules"), name]]} />
      {isSame && version > 1 && <RuleList rules={now} />}
      <p>
        <a href="/ask/rules">{text.t("rules.see")}</a>
      </p>
    </>
  );
}

function RuleList({ rules }: { rules: AssistantRules }) {
  const { personality, style, formality, offLimits, boundaries, protocols } = rules;
  const topics = listOf(offLimits.map(({ topic }) => topic));
  return (
    <ul>
      {personality !== "" && <li>{text.t("why.personality", { personality })}</li>}
      <li>{text.t(`why.style.${style}`)}</li>
      <li>{text.t(`why.formality.${formality}`)}</li>
      {offLimits.length > 0 && <li>{text.t("why.offLimits", { topics })}</li>}
      {protocols.map(({ topic, ask }) => (
        <li key={topic}>{text.t("why.askFirst", { topic, ask })}</li>
      ))}
      {boundaries.map((boundary) => (
        <li key={boundary}>
          <bdi>{boundary}</bdi>
        </li>
      ))}
    </ul>
  );
}
