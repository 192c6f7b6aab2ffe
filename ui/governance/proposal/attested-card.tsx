import { Hand } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds } from "../../../mesh/kinds/index.ts";
import { Button, Card, Dialog, deferred, Mark, StateMark } from "../../design/index.ts";
import { nameOf, namesOf, useDirectory } from "../../design/people.ts";
import { append, membership, usePending } from "../../offline/index.ts";
import { choiceName } from "../naming.ts";
import type { AttestationView, ProposalDetail } from "../shapes.ts";
import { text } from "./strings.ts";

const AttestForm = deferred(() => import("./attest-form.tsx").then((file) => file.AttestForm));

/** Votes of people without the app, told by others: shown apart, with who saw it. */
export function AttestedCard({ detail }: { detail: ProposalDetail }) {
  const [open, setOpen] = useState(false);
  const { rules, status } = detail;
  const pending = usePending(kinds.attestation).filter(
    (op) => op.body?.proposal === detail.version,
  );
  const isVoting = status === "voting" || status === "discussion";
  const mayTell = (rules?.attested.length ?? 0) > 0 && isVoting && detail.onRoll;
  if (detail.attestations.length === 0 && pending.length === 0 && !mayTell) return null;
  return (
    <Card title={text.t("attest.title")} icon={Hand}>
      <p class="soft">{text.t("attest.text")}</p>
      {detail.attestations.map((told) => (
        <Attestation key={told.id} told={told} detail={detail} />
      ))}
      {pending.map((op) => (
        <StateMark key={op.id} op={op} />
      ))}
      {mayTell && (
        <div>
          <Button icon={Hand} onClick={() => setOpen(true)}>
            {text.t("attest.tell")}
          </Button>
        </div>
      )}
      <Dialog title={text.t("attest.tell")} open={open} onClose={() => setOpen(false)}>
        <AttestForm detail={detail} onDone={() => setOpen(false)} />
      </Dialog>
    </Card>
  );
}

function Attestation({ told, detail }: { told: AttestationView; detail: ProposalDetail }) {
  const directory = useDirectory();
  const options = detail.text?.options;
  const self = membership.value?.member;
  const names = told.entries.map(
    ({ member, choice }) => `${nameOf(directory(member))}: ${choiceName(choice, options)}`,
  );
  const hands = told.counts.flatMap((count, choice) =>
    count > 0 ? [`${choiceName(choice, options)}: ${count}`] : [],
  );
  const isInvolved =
    self === undefined ||
    self === told.author ||
    told.witnesses.includes(self) ||
    told.entries.some(({ member }) => member === self);
  return (
    <div class="stack tight">
      <p>
        <strong>{text.t(`form.${told.form}`)}</strong> · {[...names, ...hands].join(" · ")}
      </p>
      <p class="soft small">
        {text.t("attest.by", { name: nameOf(directory(told.author)) })}{" "}
        {told.witnesses.length > 0 &&
          text.t("attest.witnesses", { names: namesOf(told.witnesses, directory) })}
      </p>
      {told.counted ? (
        <Mark tone="ok">{text.t("attest.counted")}</Mark>
      ) : (
        <Mark tone="wait">{text.t("attest.notYet", { count: 2 - told.witnesses.length })}</Mark>
      )}
      {!isInvolved && detail.onRoll && (
        <div>
          <Button onClick={() => append(kinds.witness, { attestation: told.id })}>
            {text.t("attest.witness")}
          </Button>
        </div>
      )}
    </div>
  );
}
