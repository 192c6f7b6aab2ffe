import { Scale } from "lucide-preact";
import { Card, Facts, Moment } from "../../design/index.ts";
import { namesOf, useDirectory } from "../../design/people.ts";
import { formatShare, listOf } from "../../i18n/index.ts";
import { modelName } from "../naming.ts";
import type { ProposalDetail } from "../shapes.ts";
import { text } from "./strings.ts";

/** The rules under which this is decided: fixed when it opened, whatever is decided meanwhile. */
export function RulesCard({ detail }: { detail: ProposalDetail }) {
  const directory = useDirectory();
  const { rules } = detail;
  if (rules === null) return null;
  const isWeighed = rules.options === 0 && rules.model !== "advice" && rules.approvalPermille > 1;
  const share = { share: formatShare(rules.approvalPermille) };
  return (
    <Card title={text.t("rules.title")} icon={Scale}>
      <details>
        <summary>{text.t("rules.summary")}</summary>
        <Facts
          facts={[
            [text.t("rules.model"), modelName(rules.model)],
            [text.t("rules.roll"), text.t("rules.people", { count: detail.roll })],
            [text.t("rules.quorum"), text.t("rules.people", { count: detail.quorumHeads })],
            ...(isWeighed
              ? ([
                  [
                    text.t("rules.approval"),
                    text.t(rules.strict ? "rules.moreThan" : "rules.atLeast", share),
                  ],
                ] as [string, string][])
              : []),
            [text.t("rules.discussion"), <Moment key="d" at={rules.discussionEnds} exact />],
            [text.t("rules.voting"), <Moment key="v" at={rules.votingEnds} exact />],
            [text.t("rules.grace"), text.t("rules.hours", { count: rules.graceHours })],
            [text.t("rules.early"), text.t(rules.early ? "rules.yes" : "rules.no")],
            [text.t("rules.block"), blockText(rules.veto, rules.blockStays)],
            [text.t("rules.delegation"), delegationText(rules.delegationHops)],
            [
              text.t("rules.attested"),
              listOf(rules.attested.map((form) => text.t(`form.${form}`))) || text.t("rules.no"),
            ],
            ...(detail.about.length > 0
              ? ([[text.t("rules.about"), namesOf(detail.about, directory)]] as [string, string][])
              : []),
          ]}
        />
      </details>
    </Card>
  );
}

function blockText(veto: boolean, stays: "fails" | "override"): string {
  if (!veto) return text.t("rules.noBlock");
  return text.t(stays === "fails" ? "rules.blockFails" : "rules.blockOverride");
}

function delegationText(hops: number): string {
  return hops === 0 ? text.t("rules.no") : text.t("rules.hops", { count: hops });
}
