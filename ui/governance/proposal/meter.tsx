import { choices, type FrozenRules, hasOptions, optionChoice } from "../../../mesh/kinds/index.ts";
import { Card } from "../../design/index.ts";
import { formatShare } from "../../i18n/index.ts";
import { choiceName } from "../naming.ts";
import type { TallyView } from "../shapes.ts";
import { text } from "./strings.ts";

interface MeterProps {
  tally: TallyView;
  rules: FrozenRules;
  options: readonly string[];
  /** Nobody can take part any more. */
  isOver: boolean;
}

/** How it stands: a picture of who takes part and what they say, and the same as a table. */
export function Meter({ tally, rules, options, isOver }: MeterProps) {
  const isQuestion = hasOptions(rules.model);
  const isWeighed = !isQuestion && rules.model !== "advice";
  return (
    <Card title={text.t("meter.title")}>
      <Turnout tally={tally} isOver={isOver} />
      {isWeighed && <Agreement tally={tally} rules={rules} />}
      <Voices tally={tally} rules={rules} options={options} />
      <HowTheyCame tally={tally} />
    </Card>
  );
}

function Turnout({ tally, isOver }: Pick<MeterProps, "tally" | "isOver">) {
  const { counted, roll, quorumHeads } = tally;
  const needed = isOver || counted >= quorumHeads ? "meter.quorumReached" : "meter.quorumNeeds";
  return (
    <div class="stack tight">
      <p>
        {text.t("meter.turnout", { count: counted, roll })}{" "}
        <span class="soft">
          {quorumHeads === 0 ? text.t("meter.noQuorum") : text.t(needed, { count: quorumHeads })}
        </span>
      </p>
      <div class="meter" aria-hidden="true">
        <Part look="turnout" share={counted / Math.max(roll, 1)} />
        {quorumHeads > 0 && <MeterMark share={quorumHeads / Math.max(roll, 1)} />}
      </div>
    </div>
  );
}

function Agreement({ tally, rules }: { tally: TallyView; rules: FrozenRules }) {
  const { yes, deciding, counts } = tally;
  const share = (count: number) => count / Math.max(deciding, 1);
  const threshold = rules.approvalPermille;
  return (
    <div class="stack tight">
      <p>
        {deciding === 0
          ? text.t("meter.nobodyYet")
          : text.t("meter.agreement", { count: yes, deciding, share: shareText(tally) })}{" "}
        {threshold > 1 && (
          <span class="soft">
            {text.t(rules.strict ? "meter.moreThan" : "meter.atLeast", {
              share: formatShare(threshold),
            })}
          </span>
        )}
      </p>
      <div class="meter" aria-hidden="true">
        <Part look="yes" share={share(yes)} />
        <Part look="no" share={share(counts[choices.no] ?? 0)} />
        <Part look="block" share={share(counts[choices.block] ?? 0)} />
        {threshold > 1 && <MeterMark share={threshold / 1_000} />}
      </div>
    </div>
  );
}

function shareText({ approvalPermille }: TallyView): string {
  return formatShare(approvalPermille ?? 0);
}

function Part({ look, share }: { look: string; share: number }) {
  return <span class={`part ${look}`} style={{ "--share": share }} />;
}

function MeterMark({ share }: { share: number }) {
  return <span class="threshold" style={{ "--share": share }} />;
}

function Voices({ tally, rules, options }: Omit<MeterProps, "isOver">) {
  const isQuestion = hasOptions(rules.model);
  const shown = tally.counts
    .map((count, choice) => ({ count, choice }))
    .filter(({ count, choice }) => count > 0 || isAsked(choice, rules));
  const most = Math.max(1, ...shown.map(({ count }) => count));
  return (
    <table class="voices">
      <caption class="sr-only">{text.t("meter.table")}</caption>
      <thead class="sr-only">
        <tr>
          <th scope="col">{text.t("meter.answer")}</th>
          <th scope="col">{text.t("meter.people")}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map(({ count, choice }) => (
          <tr key={choice}>
            <th scope="row">
              <span dir="auto">{choiceName(choice, options)}</span>
              {isQuestion && choice >= optionChoice && (
                <span class="meter thin" aria-hidden="true">
                  <Part look="yes" share={count / most} />
                </span>
              )}
            </th>
            <td>{text.t("meter.count", { count })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Options are listed even when nobody chose them; of the rest, yes and no. */
function isAsked(choice: number, { model, options }: FrozenRules): boolean {
  if (hasOptions(model)) return choice >= optionChoice && choice < optionChoice + options;
  return choice === choices.yes || (choice === choices.no && model !== "consent");
}

/** Votes that did not come from people's own phones are shown apart. */
function HowTheyCame({ tally: { attested, delegated } }: { tally: TallyView }) {
  const by = { ...attested, delegation: delegated };
  const others = (["paper", "hands", "proxy", "delegation"] as const).filter((way) => by[way] > 0);
  if (others.length === 0) return null;
  return (
    <ul class="small soft">
      {others.map((way) => (
        <li key={way}>{text.t(`meter.by.${way}`, { count: by[way] })}</li>
      ))}
    </ul>
  );
}
