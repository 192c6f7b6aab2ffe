import { Send } from "lucide-preact";
import { useState } from "preact/hooks";
import { encodeParams, type GateEffect } from "../../mesh/kinds/index.ts";
import { type OpId, toBase64Url } from "../../mesh/op/index.ts";
import { Button, Notice } from "../design/index.ts";
import { useDirectory } from "../design/people.ts";
import { language } from "../i18n/index.ts";
import { useResource } from "../offline/index.ts";
import { describeEffect } from "./effects/describe.ts";
import { propose } from "./propose.ts";
import { type DecisionRulesView, decisionRulesPath } from "./shapes.ts";
import { text } from "./strings.ts";

export interface ProposeChangeProps<Params = never> {
  effect: GateEffect<Params>;
  /** Null while the form is not filled in; pressing the button then asks for what is missing. */
  params: Params | null;
  onTry?: () => void;
  /** Called with the proposal's id once it is signed. */
  onDone: (thread: OpId) => void;
}

const titleCharsMax = 120;

/** Turns a change into a proposal in one tap, and says when it takes effect. */
export function ProposeChange(props: ProposeChangeProps) {
  const { effect, params, onTry, onDone } = props;
  const directory = useDirectory();
  const rules = useResource<DecisionRulesView>(decisionRulesPath).data;
  const [failed, setFailed] = useState(false);
  const encoded = params === null ? null : encode(effect, params);
  const { title } = describeEffect(
    { effect: effect.name, params: encoded ?? new Uint8Array() },
    directory,
  );
  const sign = async () => {
    onTry?.();
    if (encoded === null) return;
    try {
      const id = await propose({
        words: { ...noWords, title: title.slice(0, titleCharsMax), lang: language.value },
        model: rules?.governance.model ?? "modified",
        topic: "",
        effects: [{ effect: effect.name, params: encoded }],
        about: [],
        hidden: false,
        publish: true,
        reviewAt: null,
        revisits: null,
        amends: null,
        withYes: true,
      });
      onDone(id);
    } catch {
      setFailed(true);
    }
  };
  if (rules?.mayPropose === false) return <p class="soft">{text.t("change.notYou")}</p>;
  const alone = rules?.members === 1 && rules.governance.early;
  return (
    <>
      <p class="soft">{text.t(alone ? "change.alone" : "change.together")}</p>
      {failed && (
        <Notice tone="warn" live>
          {text.t("change.failed")}
        </Notice>
      )}
      <Button kind="primary" icon={Send} onClick={sign}>
        {text.t(alone ? "change.proposeAlone" : "change.propose")}
      </Button>
      {encoded !== null && !alone && (
        <Button
          kind="quiet"
          href={`/decide/new?effect=${effect.name}&params=${toBase64Url(encoded)}&title=${encodeURIComponent(title)}`}
        >
          {text.t("change.write")}
        </Button>
      )}
    </>
  );
}

function encode<Params>(effect: GateEffect<Params>, params: Params): Uint8Array | null {
  try {
    return encodeParams(effect, params);
  } catch {
    return null;
  }
}

const noWords = { summary: "", body: "", options: [], items: [], rationale: "" };
