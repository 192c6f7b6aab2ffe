import { HandHelping, Undo2, UserRoundCheck } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds } from "../../../mesh/kinds/index.ts";
import { type MemberId, toMemberId } from "../../../mesh/op/index.ts";
import {
  announce,
  Button,
  Card,
  List,
  ListItem,
  Notice,
  Page,
  ResourceView,
  SelectField,
  StateMark,
  TextField,
} from "../../design/index.ts";
import { nameOf, useDirectory } from "../../design/people.ts";
import { append, membership, usePending, useResource } from "../../offline/index.ts";
import { useSurroundings } from "../effects/surroundings.ts";
import { type DecisionRulesView, decisionRulesPath, delegationsPath } from "../shapes.ts";
import { text } from "./strings.ts";

interface Delegations {
  mine: { topic: string; to: MemberId | null; revision: number }[];
  toMe: { topic: string; from: MemberId }[];
}

const topicCharsMax = 40;

/** Who votes in my place when I do not, and whose place I vote in. */
export function DelegationsPage() {
  const given = useResource<Delegations>(delegationsPath);
  const rules = useResource<DecisionRulesView>(decisionRulesPath).data;
  const directory = useDirectory();
  return (
    <Page title={text.t("delegate.title")} lead={text.t("delegate.lead")} back="/decide">
      {rules?.governance.delegationHops === 0 && <Notice>{text.t("delegate.notHere")}</Notice>}
      <ResourceView of={given}>
        {(data) => (
          <>
            <Mine given={data} />
            {data.toMe.length > 0 && (
              <Card title={text.t("delegate.toMe")} icon={UserRoundCheck}>
                <List label={text.t("delegate.toMe")}>
                  {data.toMe.map(({ topic, from }) => (
                    <ListItem
                      key={`${from}${topic}`}
                      title={nameOf(directory(from))}
                      detail={topic === "" ? text.t("delegate.everything") : topic}
                    />
                  ))}
                </List>
              </Card>
            )}
            {(rules?.governance.delegationHops ?? 1) > 0 && <Give given={data} />}
          </>
        )}
      </ResourceView>
    </Page>
  );
}

/** What a change must be numbered to win over what was said before, here or waiting. */
function useRevision(given: Delegations): (topic: string) => number {
  const pending = usePending(kinds.delegate);
  return (topic) => {
    const said = given.mine.filter((one) => one.topic === topic).map(({ revision }) => revision);
    const own = pending.flatMap(({ body }) => (body?.topic === topic ? [body.revision] : []));
    return Math.max(0, ...said, ...own) + 1;
  };
}

function Mine({ given }: { given: Delegations }) {
  const directory = useDirectory();
  const revision = useRevision(given);
  const pending = usePending(kinds.delegate);
  const inForce = given.mine.filter(({ to }) => to !== null);
  const takeBack = async (topic: string) => {
    await append(kinds.delegate, { topic, to: null, revision: revision(topic) });
    announce(text.t("delegate.kept"));
  };
  return (
    <Card title={text.t("delegate.mine")} icon={HandHelping}>
      {inForce.length === 0 && <p class="soft">{text.t("delegate.none")}</p>}
      {inForce.map(({ topic, to }) => (
        <div key={topic} class="row spread">
          <span>
            <strong>{to === null ? "" : nameOf(directory(to))}</strong>
            {" · "}
            {topic === "" ? text.t("delegate.everything") : topic}
          </span>
          <Button kind="quiet" icon={Undo2} onClick={() => takeBack(topic)}>
            {text.t("delegate.takeBack")}
          </Button>
        </div>
      ))}
      {pending.map((op) => (
        <p key={op.id} class="row">
          {op.body?.to ? nameOf(directory(op.body.to)) : text.t("delegate.takeBack")}
          <StateMark op={op} />
        </p>
      ))}
    </Card>
  );
}

function Give({ given }: { given: Delegations }) {
  const { people } = useSurroundings();
  const revision = useRevision(given);
  const [to, setTo] = useState("");
  const [topic, setTopic] = useState("");
  const [tried, setTried] = useState(false);
  const others = people.filter(({ id }) => id !== membership.value?.member);
  const sign = async () => {
    setTried(true);
    if (to === "") return;
    const about = topic.trim();
    await append(kinds.delegate, { topic: about, to: toMemberId(to), revision: revision(about) });
    announce(text.t("delegate.kept"));
    setTo("");
    setTopic("");
    setTried(false);
  };
  return (
    <Card title={text.t("delegate.give")}>
      <p class="soft">{text.t("delegate.giveText")}</p>
      <SelectField
        label={text.t("delegate.to")}
        value={to}
        onChange={setTo}
        error={tried && to === "" ? text.t("delegate.missing") : null}
        options={[
          { value: "", label: text.t("delegate.choose") },
          ...others.map((one) => ({ value: one.id, label: nameOf(one) })),
        ]}
      />
      <TextField
        label={text.t("delegate.topic")}
        hint={text.t("delegate.topicHint")}
        optional
        value={topic}
        onInput={setTopic}
        attributes={{ maxLength: topicCharsMax }}
      />
      <div>
        <Button kind="primary" onClick={sign}>
          {text.t("delegate.sign")}
        </Button>
      </div>
    </Card>
  );
}
