import { useState } from "preact/hooks";
import { type BodyOf, choicesMax, kinds } from "../../../mesh/kinds/index.ts";
import { type MemberId, toMemberId } from "../../../mesh/op/index.ts";
import {
  announce,
  Button,
  Chips,
  Choices,
  Notice,
  SelectField,
  TextField,
} from "../../design/index.ts";
import { nameOf, useDirectory } from "../../design/people.ts";
import { append, membership } from "../../offline/index.ts";
import { choiceName } from "../naming.ts";
import type { AttestedForm, ProposalDetail } from "../shapes.ts";
import { offeredChoices } from "./offered.ts";
import { text } from "./strings.ts";

interface AttestFormProps {
  detail: ProposalDetail;
  onDone: () => void;
}

/** Telling how others voted: by name for paper and proxies, by number for raised hands. */
export function AttestForm({ detail, onDone }: AttestFormProps) {
  const forms = detail.rules?.attested ?? [];
  const [form, setForm] = useState<AttestedForm>(forms[0] ?? "paper");
  const [filled, setFilled] = useState<Filled>({ votes: {}, present: [], counts: {} });
  const [tried, setTried] = useState(false);
  const offered = detail.rules === null ? [] : offeredChoices(detail.rules, true);
  const others = detail.rollMembers.filter((member) => member !== membership.value?.member);
  const shared = { detail, others, offered, onChange: setFilled };
  const body = bodyOf(detail, form, filled);
  const sign = async () => {
    setTried(true);
    if (body === null) return;
    await append(kinds.attestation, body);
    announce(text.t("attest.kept"));
    onDone();
  };
  return (
    <>
      <Choices
        label={text.t("attest.how")}
        options={forms.map((value) => ({ value, title: text.t(`form.${value}`) }))}
        value={form}
        onChange={setForm}
        side
      />
      {form === "hands" ? (
        <HandsFields {...shared} filled={filled} />
      ) : (
        <NameFields {...shared} filled={filled} />
      )}
      {tried && body === null && (
        <Notice tone="warn" live>
          {text.t("attest.missing")}
        </Notice>
      )}
      <p class="soft small">{text.t("attest.rule")}</p>
      <Button kind="primary" onClick={sign}>
        {text.t("attest.sign")}
      </Button>
    </>
  );
}

interface Filled {
  votes: Record<string, string>;
  present: string[];
  counts: Record<number, string>;
}

interface FieldsProps {
  detail: ProposalDetail;
  others: MemberId[];
  offered: number[];
  filled: Filled;
  onChange: (filled: Filled) => void;
}

function HandsFields({ detail, others, offered, filled, onChange }: FieldsProps) {
  const directory = useDirectory();
  const { present, counts } = filled;
  return (
    <>
      <Chips
        label={text.t("attest.present")}
        options={others.map((id) => ({ value: id, label: nameOf(directory(id)) }))}
        chosen={present}
        onChange={(next) => onChange({ ...filled, present: next })}
      />
      {offered.map((choice) => (
        <TextField
          key={choice}
          label={text.t("attest.hands", { choice: choiceName(choice, detail.text?.options) })}
          value={counts[choice] ?? ""}
          onInput={(value) => onChange({ ...filled, counts: { ...counts, [choice]: value } })}
          attributes={{ inputMode: "numeric" }}
        />
      ))}
    </>
  );
}

function NameFields({ detail, others, offered, filled, onChange }: FieldsProps) {
  const directory = useDirectory();
  const { votes } = filled;
  return others.map((member) => (
    <SelectField
      key={member}
      label={nameOf(directory(member))}
      value={votes[member] ?? ""}
      onChange={(value) => onChange({ ...filled, votes: { ...votes, [member]: value } })}
      options={[
        { value: "", label: text.t("attest.nothing") },
        ...offered.map((choice) => ({
          value: String(choice),
          label: choiceName(choice, detail.text?.options),
        })),
      ]}
    />
  ));
}

/** Null while it says nothing, or more hands than there were people. */
function bodyOf(
  { version }: ProposalDetail,
  form: AttestedForm,
  { votes, present, counts }: Filled,
): BodyOf<typeof kinds.attestation> | null {
  const shared = { proposal: version, form, replaces: null };
  if (form !== "hands") {
    const entries = Object.entries(votes)
      .filter(([, choice]) => choice !== "")
      .map(([member, choice]) => ({ member: toMemberId(member), choice: Number(choice) }));
    return entries.length === 0 ? null : { ...shared, entries, present: [], counts: [] };
  }
  const hands = Array.from({ length: choicesMax }, (_, choice) => Number(counts[choice] || 0));
  const sum = hands.reduce((total, n) => total + n, 0);
  const isCount = hands.every((n) => Number.isInteger(n) && n >= 0);
  if (!isCount || sum === 0 || sum > present.length) return null;
  const last = hands.findLastIndex((n) => n > 0);
  return {
    ...shared,
    entries: [],
    present: present.map(toMemberId),
    counts: hands.slice(0, last + 1),
  };
}
