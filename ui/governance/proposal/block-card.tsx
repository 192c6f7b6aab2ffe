import { HeartHandshake, Octagon } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds } from "../../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../../mesh/op/index.ts";
import { announce, Button, Card, Mark, Moment, StateMark } from "../../design/index.ts";
import { type Directory, nameOf, namesOf, useDirectory } from "../../design/people.ts";
import { formatShare } from "../../i18n/index.ts";
import { append, membership, usePending } from "../../offline/index.ts";
import type { MediationPath, ProposalDetail } from "../shapes.ts";
import { text } from "./strings.ts";
import { PathField } from "./vote-sheet.tsx";

/** Who blocks and why, how you talk about it, and what follows if the block stays. */
export function BlockCard({ detail }: { detail: ProposalDetail }) {
  const directory = useDirectory();
  if (detail.blocks.length === 0) return null;
  const blockers = detail.blocks.map(({ member }) => member);
  return (
    <Card title={text.t("block.title")} icon={Octagon}>
      {detail.blocks.map(({ member, reason, path }) => (
        <figure key={member} class="said">
          <blockquote dir="auto">{reason ?? text.t("block.erased")}</blockquote>
          <figcaption class="soft small">
            {nameOf(directory(member))}
            {path !== null && ` · ${text.t("block.wishes", { path: text.t(`path.${path}`) })}`}
          </figcaption>
        </figure>
      ))}
      {detail.status === "blocked" && (
        <>
          <p>{text.t("block.whatNow")}</p>
          <ul>
            <li>{text.t("block.wayWithdraw")}</li>
            <li>{text.t("block.wayAmend")}</li>
            <li>{staysText(detail)}</li>
          </ul>
          <Mediation detail={detail} blockers={blockers} directory={directory} />
          {membership.value?.member === detail.author && (
            <Button href={`/decide/${detail.thread}/amend`}>{text.t("versions.amend")}</Button>
          )}
        </>
      )}
    </Card>
  );
}

function staysText({ rules }: ProposalDetail): string {
  if (rules === null || rules.blockStays === "fails") return text.t("block.staysFails");
  return text.t("block.staysOverride", { share: formatShare(rules.overridePermille) });
}

interface MediationProps {
  detail: ProposalDetail;
  blockers: MemberId[];
  directory: Directory;
}

/** A way of talking counts once the author and everybody who blocks has agreed to it. */
function Mediation({ detail, blockers, directory }: MediationProps) {
  const [path, setPath] = useState<MediationPath>("talk");
  const pending = usePending(kinds.mediation).filter((op) => op.body?.opening === detail.opening);
  const self = membership.value?.member;
  const parties = [...new Set([detail.author, ...blockers])];
  const isParty = self !== undefined && parties.includes(self);
  const say = async (chosen: MediationPath, state: "propose" | "agree" | "done") => {
    await append(kinds.mediation, { opening: detail.opening as OpId, path: chosen, state });
    announce(text.t("mediation.kept"));
  };
  if (!isParty && detail.mediation.length === 0) {
    return <p class="soft">{text.t("mediation.others", { names: namesOf(parties, directory) })}</p>;
  }
  return (
    <section class="stack">
      <h3>{text.t("mediation.title")}</h3>
      {detail.mediation.map((way) => {
        const missing = parties.filter((member) => !way.agreed.includes(member));
        return (
          <div key={way.path} class="stack tight">
            <p>
              <strong>{text.t(`path.${way.path}`)}</strong>, <Moment at={way.since} />
            </p>
            <p class="soft">
              {text.t("mediation.agreed", { names: namesOf(way.agreed, directory) })}
            </p>
            {missing.length === 0 ? (
              <Mark tone="ok" icon={HeartHandshake}>
                {text.t("mediation.settled")}
              </Mark>
            ) : (
              <p class="soft">
                {text.t("mediation.missing", { names: namesOf(missing, directory) })}
              </p>
            )}
            {self !== undefined && missing.includes(self) && (
              <Button icon={HeartHandshake} onClick={() => say(way.path, "agree")}>
                {text.t("mediation.agree")}
              </Button>
            )}
            {missing.length === 0 && isParty && (
              <Button kind="quiet" onClick={() => say(way.path, "done")}>
                {text.t("mediation.done")}
              </Button>
            )}
          </div>
        );
      })}
      {pending.map((op) => (
        <StateMark key={op.id} op={op} />
      ))}
      {isParty && detail.mediation.length === 0 && (
        <>
          <PathField value={path} onChange={setPath} />
          <Button icon={HeartHandshake} onClick={() => say(path, "propose")}>
            {text.t("mediation.propose")}
          </Button>
        </>
      )}
    </section>
  );
}
