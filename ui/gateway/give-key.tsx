import { Copy, KeyRound } from "lucide-preact";
import { useState } from "preact/hooks";
import { FolkmootError } from "../../mesh/op/index.ts";
import { copyText } from "../design/copy-text.ts";
import {
  announce,
  Button,
  Dialog,
  Facts,
  Notice,
  SelectField,
  TextField,
  Tick,
} from "../design/index.ts";
import { boxNow, membership, requestJson } from "../offline/index.ts";
import { keysPath, type ProgramKey, type Scope, scopes } from "./shapes.ts";
import { text } from "./strings.ts";

interface Given {
  key: string;
  info: ProgramKey;
}

const daySeconds = 86_400;
const termsDays = ["30", "90", "365"];
const nameCharsMax = 80;
const ratePreset = 60;
const rateMax = 10_000;

/** A form for a new key, then the key, this once. */
export function GiveKey({ onClose, onGiven }: { onClose: () => void; onGiven: () => void }) {
  const [given, setGiven] = useState<Given | null>(null);
  const take = (key: Given) => {
    setGiven(key);
    onGiven();
  };
  const title = given === null ? text.t("give") : text.t("made.title", { name: given.info.name });
  return (
    <Dialog title={title} open onClose={onClose} firm={given !== null}>
      {given === null ? <KeyForm onGiven={take} /> : <TheKey of={given} onClose={onClose} />}
    </Dialog>
  );
}

function KeyForm({ onGiven }: { onGiven: (given: Given) => void }) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Scope[]>(["ask"]);
  const [audience, setAudience] = useState("members");
  const [perMinute, setPerMinute] = useState(String(ratePreset));
  const [term, setTerm] = useState("90");
  const [state, setState] = useState<"open" | "tried" | "busy" | "away" | "failed">("open");
  const isNamed = name.trim() !== "";
  const give = async () => {
    if (!isNamed || chosen.length === 0) {
      setState("tried");
      requestAnimationFrame(focusInvalid);
      return;
    }
    setState("busy");
    try {
      const json = {
        name: name.trim(),
        scopes: chosen,
        audience: chosen.includes("ask") ? audience : "members",
        perMinute: Math.min(rateMax, Math.max(1, Math.floor(Number(perMinute)) || ratePreset)),
        expires: term === "" ? null : (await boxNow()) + Number(term) * daySeconds,
      };
      onGiven(await requestJson<Given>(keysPath, { method: "POST", json }));
    } catch (error) {
      const isAway = error instanceof FolkmootError && error.code === "unreachable";
      setState(isAway ? "away" : "failed");
    }
  };
  return (
    <>
      <TextField
        label={text.t("form.name")}
        hint={text.t("form.nameHint")}
        value={name}
        onInput={setName}
        error={state === "tried" && !isNamed ? text.t("form.required") : null}
        attributes={{ maxLength: nameCharsMax }}
      />
      <ScopesField value={chosen} onChange={setChosen} />
      {chosen.includes("ask") && <AudienceField value={audience} onChange={setAudience} />}
      <SelectField
        label={text.t("form.expires")}
        value={term}
        onChange={setTerm}
        options={termOptions()}
      />
      <TextField
        label={text.t("form.rate")}
        type="number"
        value={perMinute}
        onInput={setPerMinute}
        attributes={{ min: 1, max: rateMax, inputMode: "numeric" }}
      />
      {(state === "failed" || state === "away") && (
        <Notice tone="warn" title={text.t("form.failed")} live>
          {text.t(`form.failed.${state}`)}
        </Notice>
      )}
      <Button
        kind="primary"
        icon={KeyRound}
        onClick={give}
        busy={state === "busy" ? text.t("form.busy") : undefined}
      >
        {text.t("form.do")}
      </Button>
    </>
  );
}

/** The field may be far above the button, out of what a phone shows. */
function focusInvalid(): void {
  document.querySelector<HTMLElement>('dialog[open] [aria-invalid="true"]')?.focus();
}

function termOptions() {
  const days = termsDays.map((value) => ({
    value,
    label: text.t("form.days", { count: Number(value) }),
  }));
  return [...days, { value: "", label: text.t("form.forever") }];
}

interface ScopesFieldProps {
  value: readonly Scope[];
  onChange: (scopes: readonly Scope[]) => void;
}

function ScopesField({ value, onChange }: ScopesFieldProps) {
  const toggle = (scope: Scope, on: boolean) =>
    onChange(scopes.filter((one) => (one === scope ? on : value.includes(one))));
  return (
    <fieldset class="field">
      <legend>{text.t("form.scopes")}</legend>
      <div class="choices">
        {scopes.map((scope) => (
          <Tick
            key={scope}
            label={text.t(`scope.${scope}`)}
            detail={text.t(`scope.${scope}Text`)}
            checked={value.includes(scope)}
            onChange={(on) => toggle(scope, on)}
          />
        ))}
      </div>
      {value.length === 0 && (
        <span class="error" role="alert">
          {text.t("form.scopeNeeded")}
        </span>
      )}
    </fieldset>
  );
}

interface AudienceFieldProps {
  value: string;
  onChange: (audience: string) => void;
}

function AudienceField({ value, onChange }: AudienceFieldProps) {
  return (
    <SelectField
      label={text.t("form.audience")}
      hint={text.t("form.audienceHint")}
      value={value}
      onChange={onChange}
      options={[
        { value: "members", label: text.t("form.all") },
        ...(membership.value?.groups ?? []).map((group) => ({
          value: `group:${group}`,
          label: text.t("form.group", { group }),
        })),
      ]}
    />
  );
}

function TheKey({ of: { key }, onClose }: { of: Given; onClose: () => void }) {
  const [says, setSays] = useState("");
  const copy = async () => {
    const told = text.t((await copyText(key)) ? "made.copied" : "made.copyFailed");
    setSays(told);
    announce(told);
  };
  return (
    <>
      <Notice tone="warn">{text.t("made.once")}</Notice>
      <Facts
        facts={[
          [text.t("made.key"), <code key="key">{key}</code>],
          [text.t("made.address"), <code key="address">{`${location.origin}/v1`}</code>],
        ]}
      />
      <p class="soft">{text.t("made.how")}</p>
      <Button kind="primary" icon={Copy} onClick={copy}>
        {text.t("made.copy")}
      </Button>
      {says !== "" && <p class="soft small">{says}</p>}
      <Button kind="quiet" onClick={onClose}>
        {text.t("made.done")}
      </Button>
    </>
  );
}
