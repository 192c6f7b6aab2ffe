import { Undo2 } from "lucide-preact";
import { useMemo, useState } from "preact/hooks";
import { type AssistantPolicy, effects } from "../../mesh/kinds/index.ts";
import {
  Button,
  Card,
  Choices,
  Notice,
  Page,
  ResourceView,
  TextArea,
  Tick,
} from "../design/index.ts";
import { ProposeChange } from "../governance/index.ts";
import { membership, useDraft, useResource } from "../offline/index.ts";
import { formOf, incompleteLines, policyOf, type RulesForm } from "./rules-form.ts";
import { text } from "./strings.ts";

type Rules = AssistantPolicy & { version: number };

/** How the assistant behaves, for everybody to read and for members to propose otherwise. */
export function RulesPage() {
  const assistant = useResource<{ policy: Rules }>("/api/assistant");
  return (
    <Page title={text.t("rules.title")} lead={text.t("rules.lead")} back="/ask">
      <ResourceView of={assistant}>
        {({ policy }) => <Form key={policy.version} policy={policy} />}
      </ResourceView>
    </Page>
  );
}

const styles = ["brief", "balanced", "thorough"] as const;
const formalities = ["casual", "neutral", "formal"] as const;

function Form({ policy: { version, ...policy } }: { policy: Rules }) {
  const now = useMemo(() => formOf(policy), [policy]);
  // Other rules are another form: what was meant to change may have been decided meanwhile.
  const draft = useDraft(`assistant-rules:${version}`, now);
  const form = draft.value;
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const set = (change: Partial<RulesForm>) => draft.set({ ...form, ...change });
  const isChanged = JSON.stringify(form) !== JSON.stringify(now);
  const params = isChanged ? policyOf(form) : null;
  const incomplete = tried ? incompleteLines(form) : {};
  const finish = (thread: string) => {
    void draft.discard();
    setDone(thread);
  };
  if (done !== null) {
    return (
      <Notice tone="ok" live title={text.t("rules.proposed")}>
        <a href={`/decide/${done}`}>{text.t("rules.open")}</a>
      </Notice>
    );
  }
  return (
    <>
      <p class="soft">
        {version === 1 ? text.t("why.rules.first") : text.t("why.rules.version", { version })}
      </p>
      <Card title={text.t("rules.voice")}>
        <Voice form={form} set={set} />
      </Card>
      <Card title={text.t("rules.limits")}>
        <Limits form={form} set={set} incomplete={incomplete} />
      </Card>
      {tried && params === null && (
        <Notice tone="warn" live>
          {text.t(isChanged ? "rules.missing" : "rules.unchanged")}
        </Notice>
      )}
      {isChanged && (
        <div>
          <Button kind="quiet" icon={Undo2} onClick={() => draft.discard()}>
            {text.t("rules.undo")}
          </Button>
        </div>
      )}
      {membership.value?.roles.includes("member") && (
        <ProposeChange
          effect={effects.assistantPolicy}
          params={params}
          onTry={() => setTried(true)}
          onDone={finish}
        />
      )}
    </>
  );
}

interface PartProps {
  form: RulesForm;
  set: (change: Partial<RulesForm>) => void;
}

function Voice({ form, set }: PartProps) {
  return (
    <>
      <TextArea
        label={text.t("rules.personality")}
        hint={text.t("rules.personality.hint")}
        optional
        value={form.personality}
        onInput={(personality) => set({ personality })}
        attributes={{ maxLength: 600 }}
      />
      <Choices
        label={text.t("rules.style")}
        value={form.style}
        options={styles.map((value) => ({ value, title: text.t(`why.style.${value}`) }))}
        onChange={(style) => set({ style })}
      />
      <Choices
        label={text.t("rules.formality")}
        value={form.formality}
        options={formalities.map((value) => ({ value, title: text.t(`why.formality.${value}`) }))}
        onChange={(formality) => set({ formality })}
      />
      <Tick
        label={text.t("rules.houseTerms")}
        checked={form.houseTerms}
        onChange={(houseTerms) => set({ houseTerms })}
      />
      <Tick
        label={text.t("rules.guests")}
        checked={form.guests}
        onChange={(guests) => set({ guests })}
      />
    </>
  );
}

const lines = ["offLimits", "askFirst", "askAndAnswer", "boundaries"] as const;

interface LimitsProps extends PartProps {
  incomplete: Partial<Record<(typeof lines)[number], string>>;
}

function Limits({ form, set, incomplete }: LimitsProps) {
  return (
    <>
      {lines.map((name) => (
        <TextArea
          key={name}
          label={text.t(`rules.${name}`)}
          hint={text.t(`rules.${name}.hint`)}
          optional
          value={form[name]}
          error={
            incomplete[name] === undefined
              ? null
              : text.t("rules.incomplete", { line: incomplete[name] })
          }
          onInput={(value) => set({ [name]: value })}
        />
      ))}
    </>
  );
}
