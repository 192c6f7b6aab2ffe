import { Plus, Trash2 } from "lucide-preact";
import { useState } from "preact/hooks";
import { effects as allEffects } from "../../../mesh/kinds/index.ts";
import { fromBase64Url, toBase64Url } from "../../../mesh/op/index.ts";
import { Button, Card, IconButton, List, ListItem, Notice, Sheet } from "../../design/index.ts";
import { useDirectory } from "../../design/people.ts";
import { describeEffect } from "../effects/describe.ts";
import { EffectForm, effectTitle, formOfParams, paramsOfForm } from "../effects/effect-form.tsx";
import { effectFields, type FormEffect, type FormValues } from "../effects/fields.ts";
import { offeredPartners } from "../effects/partners.ts";
import { text as effectWords } from "../effects/strings.ts";
import { type Surroundings, usePartners, useSurroundings } from "../effects/surroundings.ts";
import { effectsMax, type ProposalDraft } from "./proposal-draft.ts";
import { text } from "./strings.ts";

type Chosen = ProposalDraft["effects"];

interface EffectsFieldProps {
  effects: Chosen;
  onChange: (effects: Chosen) => void;
  begin: FormEffect | null;
  /** The first effect's words make a good title. */
  suggestTitle: (title: string) => (effects: Chosen) => void;
}

/** What the box does by itself once the proposal has passed. */
export function EffectsField({ effects, onChange, begin, suggestTitle }: EffectsFieldProps) {
  const [adding, setAdding] = useState<FormEffect | "choose" | null>(begin);
  const directory = useDirectory();
  const add = (effect: FormEffect, params: Uint8Array) => {
    const name = allEffects[effect].name;
    const { title } = describeEffect({ effect: name, params }, directory);
    suggestTitle(title)([...effects, { effect: name, params: toBase64Url(params) }]);
    setAdding(null);
  };
  return (
    <Card title={text.t("effects.title")}>
      <p class="soft">{text.t("effects.text")}</p>
      {effects.length > 0 && (
        <List label={text.t("effects.title")}>
          {effects.map((chosen, i) => (
            <ListItem
              key={i}
              title={
                describeEffect(
                  {
                    effect: chosen.effect,
                    params: fromBase64Url(chosen.params) ?? new Uint8Array(),
                  },
                  directory,
                ).title
              }
              after={
                <IconButton
                  icon={Trash2}
                  label={text.t("effects.remove")}
                  onClick={() => onChange(effects.filter((_, other) => other !== i))}
                />
              }
            />
          ))}
        </List>
      )}
      {effects.length < effectsMax && (
        <div>
          <Button icon={Plus} onClick={() => setAdding("choose")}>
            {text.t("effects.add")}
          </Button>
        </div>
      )}
      <Sheet
        title={text.t("effects.choose")}
        open={adding !== null}
        onClose={() => setAdding(null)}
      >
        {adding === "choose" && <EffectList onChoose={setAdding} />}
        {adding !== null && adding !== "choose" && (
          <NewEffect key={adding} effect={adding} beside={effects} onAdd={add} />
        )}
      </Sheet>
    </Card>
  );
}

function EffectList({ onChoose }: { onChoose: (effect: FormEffect) => void }) {
  return (
    <List label={text.t("effects.choose")}>
      {(Object.keys(effectFields) as FormEffect[]).map((effect) => (
        <ListItem key={effect} title={effectTitle(effect)} onClick={() => onChoose(effect)} />
      ))}
    </List>
  );
}

interface NewEffectProps {
  effect: FormEffect;
  /** What the proposal does already. */
  beside: Chosen;
  onAdd: (effect: FormEffect, params: Uint8Array) => void;
}

function NewEffect({ effect, beside, onAdd }: NewEffectProps) {
  const surroundings = useSurroundings();
  const known = usePartners();
  const [typed, setTyped] = useState<FormValues | null>(null);
  const [tried, setTried] = useState(false);
  const values = typed ?? inForce(effect, surroundings);
  const partners = known && offeredPartners(known, beside, values["on"] !== false);
  const params = paramsOfForm(effect, values, partners);
  const done = () => {
    setTried(true);
    if (params !== null) onAdd(effect, params);
  };
  return (
    <>
      <h3>{effectTitle(effect)}</h3>
      <EffectForm
        effect={effect}
        values={values}
        onChange={setTyped}
        tried={tried}
        surroundings={surroundings}
        partners={partners}
      />
      {tried && params === null && (
        <Notice tone="warn" live>
          {effectWords.t("error.field")}
        </Notice>
      )}
      <Button kind="primary" onClick={done}>
        {text.t("effects.take")}
      </Button>
    </>
  );
}

/** A form about settings begins with the settings as they are. */
function inForce(effect: FormEffect, { inForce: now }: Surroundings): FormValues {
  const settings = effect in now ? now[effect as keyof typeof now] : undefined;
  return settings === undefined ? {} : formOfParams(effect, { ...settings });
}
