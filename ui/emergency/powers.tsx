import { Megaphone, Unplug } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds } from "../../mesh/kinds/index.ts";
import { announce, Button, SelectField, TextArea } from "../design/index.ts";
import { nameOf, useDirectory } from "../design/people.ts";
import { ago } from "../i18n/index.ts";
import { append, useResource } from "../offline/index.ts";
import type { EmergencyEntry } from "./shapes.ts";
import { text } from "./strings.ts";

const wordsCharsMax = 600;

/** What was done with its powers, for everybody to read. */
export function Uses({ emergency: { used } }: { emergency: EmergencyEntry }) {
  const directory = useDirectory();
  if (used.length === 0) return null;
  return (
    <section class="stack tight">
      <p>
        <strong>{text.t("used.title")}</strong>
      </p>
      {used.map(({ id, by, at, power, words }) => {
        const said = { name: nameOf(directory(by)), when: ago(at), partner: words };
        return power === "alert_all" ? (
          <figure key={id} class="said">
            <blockquote dir="auto">{words}</blockquote>
            <figcaption class="small">{text.t("used.alert_all", said)}</figcaption>
          </figure>
        ) : (
          <p key={id}>{text.t("used.pause_partner", said)}</p>
        );
      })}
    </section>
  );
}

/** For those who were named: what the policy lets them do now. */
export function UsePowers({ emergency: { id, powers, used } }: { emergency: EmergencyEntry }) {
  const paused = new Set(used.map(({ power, words }) => (power === "pause_partner" ? words : "")));
  const sign = async (act: "alert_all" | "pause_partner", words: string) => {
    await append(kinds.emergencyAct, { emergency: id, act, words });
    announce(text.t("act.kept"));
  };
  return (
    <>
      {powers.includes("alert_all") && <Tell onTell={(words) => sign("alert_all", words)} />}
      {powers.includes("pause_partner") && (
        <Pause paused={paused} onPause={(name) => sign("pause_partner", name)} />
      )}
    </>
  );
}

function Tell({ onTell }: { onTell: (words: string) => Promise<void> }) {
  const [words, setWords] = useState("");
  const [tried, setTried] = useState(false);
  const isMissing = words.trim() === "";
  const tell = async () => {
    setTried(true);
    if (isMissing) return;
    await onTell(words.trim());
    setWords("");
    setTried(false);
  };
  return (
    <>
      <TextArea
        label={text.t("use.tell")}
        value={words}
        onInput={setWords}
        error={tried && isMissing ? text.t("use.tellMissing") : null}
        attributes={{ maxLength: wordsCharsMax }}
      />
      <div>
        <Button kind="primary" icon={Megaphone} onClick={tell}>
          {text.t("use.tellSign")}
        </Button>
      </div>
    </>
  );
}

interface Register {
  register: { partners: { name: string; paused: boolean }[] } | null;
}

function Pause(props: { paused: ReadonlySet<string>; onPause: (name: string) => Promise<void> }) {
  const { data } = useResource<Register>("/api/decisions/register");
  const [chosen, setChosen] = useState("");
  const names = (data?.register?.partners ?? [])
    .filter(({ name, paused }) => !paused && !props.paused.has(name))
    .map(({ name }) => name);
  const [first] = names;
  if (first === undefined) return null;
  const name = names.includes(chosen) ? chosen : first;
  return (
    <>
      <SelectField
        label={text.t("use.pause")}
        value={name}
        options={names.map((value) => ({ value, label: value }))}
        onChange={setChosen}
      />
      <div>
        <Button kind="secondary" icon={Unplug} onClick={() => props.onPause(name)}>
          {text.t("use.pauseSign")}
        </Button>
      </div>
    </>
  );
}
