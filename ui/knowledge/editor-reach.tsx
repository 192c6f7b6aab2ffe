import { useState } from "preact/hooks";
import { type Consent, consents } from "../../mesh/kinds/index.ts";
import { Button, Card, Choices, Notice } from "../design/index.ts";
import { membership } from "../offline/index.ts";
import {
  audienceChoices,
  audienceName,
  audienceSentence,
  consentSentence,
} from "./reach-sentence.ts";
import { text } from "./strings.ts";

interface EditorReachProps {
  draft: { audience: string; consent: Consent };
  set: (change: { audience?: string; consent?: Consent }) => void;
}

/** Who may read it and where it may go: the sentence in sight, the choices a tap away. */
export function EditorReach({ draft, set }: EditorReachProps) {
  const [open, setOpen] = useState(false);
  return (
    <Card title={text.t("reach")}>
      {open ? (
        <ReachChoices draft={draft} set={set} />
      ) : (
        <>
          <p>{audienceSentence(draft.audience)}</p>
          <p>{consentSentence(draft.consent)}</p>
          <div>
            <Button onClick={() => setOpen(true)}>{text.t("reach.change")}</Button>
          </div>
        </>
      )}
    </Card>
  );
}

/** The choices themselves; also for a whole import at once. */
export function ReachChoices({ draft, set }: EditorReachProps) {
  const isForAll = draft.audience === "members";
  const groups = membership.value?.groups ?? [];
  return (
    <>
      <Choices
        label={text.t("audience")}
        value={draft.audience}
        // What only some may read does not leave the community either.
        onChange={(audience) =>
          set(audience === "members" ? { audience } : { audience, consent: "local_only" })
        }
        options={audienceChoices(groups, draft.audience).map((value) => ({
          value,
          title: audienceName(value),
          detail: audienceSentence(value),
        }))}
      />
      {isForAll ? (
        <Choices
          label={text.t("consent")}
          value={draft.consent}
          onChange={(consent) => set({ consent })}
          options={consents.map((value) => ({
            value,
            title: text.t(`consent.name.${value}`),
            detail: consentSentence(value),
          }))}
        />
      ) : (
        <Notice>{text.t("consent.onlyHere")}</Notice>
      )}
    </>
  );
}
