import { CalendarClock, CircleCheck, Hand, Users } from "lucide-preact";
import { useState } from "preact/hooks";
import type { DecisionRules } from "../../mesh/rules/index.ts";
import { Button, List, ListItem, SelectField, Switch } from "../design/index.ts";
import { formatShare } from "../i18n/index.ts";
import { text } from "./strings.ts";
import type { StepProps } from "./wizard.tsx";

const quorums = [300, 400, 500, 600, 700, 800, 900];
const approvals = [500, 600, 667, 750, 800, 900, 1000];
const discussions = [24, 48, 72, 120, 168, 336];

/** How the community decides: the rules as sentences, and a way to change them. */
export function DecisionStep({ plan, change }: StepProps) {
  const [changing, setChanging] = useState(false);
  const { decision } = plan;
  return (
    <>
      <RuleSentences decision={decision} />
      <p class="soft small">{text.t("decision.later")}</p>
      {changing ? (
        <RuleControls
          decision={decision}
          onChange={(part) => change({ decision: { ...decision, ...part } })}
        />
      ) : (
        <Button onClick={() => setChanging(true)}>{text.t("decision.change")}</Button>
      )}
    </>
  );
}

function RuleSentences({ decision }: { decision: DecisionRules }) {
  return (
    <List label={text.t("step.decision.title")}>
      <ListItem
        icon={CalendarClock}
        title={text.t("decision.discussion", { count: hoursAsDays(decision.discussionHours) })}
        detail={text.t("decision.discussionDetail", {
          count: hoursAsDays(decision.votingHours),
        })}
      />
      <ListItem
        icon={Users}
        title={text.t("decision.quorum", { share: formatShare(decision.quorumPermille) })}
        detail={text.t("decision.quorumDetail", {
          people: Math.ceil((decision.quorumPermille * 30) / 1000),
        })}
      />
      <ListItem
        icon={CircleCheck}
        title={text.t("decision.approval", { share: formatShare(decision.approvalPermille) })}
        detail={text.t("decision.approvalDetail")}
      />
      <ListItem
        icon={Hand}
        title={text.t(decision.veto ? "decision.veto" : "decision.noVeto")}
        detail={text.t(decision.veto ? "decision.vetoDetail" : "decision.noVetoDetail")}
      />
    </List>
  );
}

interface RuleControlsProps {
  decision: DecisionRules;
  onChange: (part: Partial<DecisionRules>) => void;
}

function RuleControls({ decision, onChange }: RuleControlsProps) {
  return (
    <div class="stack">
      <SelectField
        label={text.t("decision.discussionLabel")}
        value={String(decision.discussionHours)}
        options={withValue(discussions, decision.discussionHours).map((hours) => ({
          value: String(hours),
          label: text.t("decision.days", { count: hoursAsDays(hours) }),
        }))}
        onChange={(value) => onChange({ discussionHours: Number(value) })}
      />
      <SelectField
        label={text.t("decision.quorumLabel")}
        value={String(decision.quorumPermille)}
        options={shareOptions(withValue(quorums, decision.quorumPermille))}
        onChange={(value) => onChange({ quorumPermille: Number(value) })}
      />
      <SelectField
        label={text.t("decision.approvalLabel")}
        value={String(decision.approvalPermille)}
        options={shareOptions(withValue(approvals, decision.approvalPermille))}
        onChange={(value) => onChange({ approvalPermille: Number(value) })}
      />
      <Switch
        title={text.t("decision.vetoLabel")}
        sentence={text.t("decision.vetoDetail")}
        checked={decision.veto}
        onChange={(veto) => onChange({ veto })}
      />
    </div>
  );
}

/** The box's default need not be one of ours. */
function withValue(offered: number[], value: number): number[] {
  return [...new Set([...offered, value])].sort((a, b) => a - b);
}

function shareOptions(shares: number[]): { value: string; label: string }[] {
  return shares.map((share) => ({ value: String(share), label: formatShare(share) }));
}

function hoursAsDays(hours: number): number {
  return Math.round((hours / 24) * 10) / 10;
}
