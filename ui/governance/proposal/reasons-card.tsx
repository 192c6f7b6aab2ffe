import { MessageSquareQuote } from "lucide-preact";
import { choices } from "../../../mesh/kinds/index.ts";
import { Card } from "../../design/index.ts";
import { nameOf, useDirectory } from "../../design/people.ts";
import { choiceName } from "../naming.ts";
import type { ProposalDetail } from "../shapes.ts";
import { text } from "./strings.ts";

/** What people said with their vote: reservations, noes, standing aside. */
export function ReasonsCard({ detail }: { detail: ProposalDetail }) {
  const directory = useDirectory();
  const said = detail.reasons.filter(
    ({ choice, text: words }) => choice !== choices.block && words !== null,
  );
  if (said.length === 0) return null;
  return (
    <Card title={text.t("reasons.title")} icon={MessageSquareQuote}>
      {said.map(({ member, choice, text: words }) => (
        <figure key={member} class="said">
          <blockquote dir="auto">{words}</blockquote>
          <figcaption class="soft small">
            {nameOf(directory(member))} · {choiceName(choice, detail.text?.options)}
          </figcaption>
        </figure>
      ))}
    </Card>
  );
}
