import { Check, CircleStop, Siren } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds } from "../../mesh/kinds/index.ts";
import {
  announce,
  Button,
  Card,
  Dialog,
  EmptyState,
  List,
  ListItem,
  Moment,
  Notice,
  Page,
  ResourceView,
  StateMark,
} from "../design/index.ts";
import { nameOf, namesOf, useDirectory } from "../design/people.ts";
import { ago, listOf } from "../i18n/index.ts";
import { append, isRefused, membership, usePending, useResource } from "../offline/index.ts";
import { CallForm } from "./call-form.tsx";
import { UsePowers, Uses } from "./powers.tsx";
import { type EmergencyEntry, type EmergencyView, emergencyPath } from "./shapes.ts";
import { text } from "./strings.ts";

/** What is in force, what waits for a second person, who may call one, and what was. */
export function EmergencyPage() {
  const emergency = useResource<EmergencyView>(emergencyPath);
  return (
    <Page title={text.t("title")} lead={text.t("lead")}>
      <ResourceView of={emergency}>
        {(view) => {
          const open = view.emergencies.filter(({ state }) => state !== "over");
          const past = view.emergencies.filter(({ state }) => state === "over");
          return (
            <>
              {open.length === 0 && (
                <EmptyState icon={Siren} title={text.t("now.none")}>
                  {text.t("now.noneText")}
                </EmptyState>
              )}
              {open.map((one) => (
                <Now key={one.id} emergency={one} />
              ))}
              <OwnCalls view={view} />
              {view.mayCall && view.policy && <Call view={view} hoursMax={view.policy.hours} />}
              <Policy policy={view.policy} />
              <Past entries={past} />
            </>
          );
        }}
      </ResourceView>
    </Page>
  );
}

function Now({ emergency }: { emergency: EmergencyEntry }) {
  const { id, level, reason, by, called, confirmedBy, until, powers, people, state } = emergency;
  const directory = useDirectory();
  const [asksToEnd, setAsksToEnd] = useState(false);
  const acts = usePending(kinds.emergencyAct).filter(({ body }) => body?.emergency === id);
  const self = membership.value?.member;
  const isNamed = self !== undefined && people.includes(self);
  const sign = async (act: "confirm" | "end") => {
    setAsksToEnd(false);
    await append(kinds.emergencyAct, { emergency: id, act, words: "" });
    announce(text.t("act.kept"));
  };
  const end = <Moment key="until" at={until} exact />;
  const may = listOf(powers.map((power) => text.t(`power.${power}`)));
  return (
    <Notice tone={state === "in-force" ? "danger" : "warn"} icon={Siren} title={levelName(level)}>
      <p dir="auto">
        <strong>{reason}</strong>
      </p>
      <p>{text.t("now.called", { name: nameOf(directory(by)), when: ago(called) })}</p>
      {confirmedBy !== null && (
        <p>{text.t("now.confirmed", { name: nameOf(directory(confirmedBy)) })}</p>
      )}
      <p>{text.pieces(state === "waiting" ? "now.waiting" : "now.until", { when: end })}</p>
      <p class="soft">
        {powers.length === 0 ? text.t("now.noPowers") : text.t("now.powers", { powers: may })}
      </p>
      <Uses emergency={emergency} />
      {isNamed && state === "in-force" && <UsePowers emergency={emergency} />}
      {isNamed && !acts.some(({ body }) => body?.act === "confirm" || body?.act === "end") && (
        <div class="row">
          {state === "waiting" && by !== self && (
            <Button kind="primary" icon={Check} onClick={() => sign("confirm")}>
              {text.t("act.confirm")}
            </Button>
          )}
          <Button kind="secondary" icon={CircleStop} onClick={() => setAsksToEnd(true)}>
            {text.t("act.end")}
          </Button>
        </div>
      )}
      <Dialog title={text.t("act.endSure")} open={asksToEnd} onClose={() => setAsksToEnd(false)}>
        <p>{text.t("act.endSureText")}</p>
        <Button kind="danger filled" icon={CircleStop} onClick={() => sign("end")}>
          {text.t("act.endYes")}
        </Button>
      </Dialog>
      {acts.map((op) => (
        <StateMark key={op.id} op={op} />
      ))}
      {emergency.review !== null && (
        <p>
          <a href={`/decide/${emergency.review}`}>{text.t("review.open")}</a>
        </p>
      )}
    </Notice>
  );
}

function Call({ view, hoursMax }: { view: EmergencyView; hoursMax: number }) {
  const isOn = view.emergencies.some(({ state }) => state !== "over");
  const isWaiting = useOwnCalls(view).some((op) => !isRefused(op));
  return <CallForm hoursMax={hoursMax} isCalled={isOn || isWaiting} />;
}

/** Called on this phone, and not known to the box yet. */
function useOwnCalls({ emergencies }: EmergencyView) {
  const known = new Set(emergencies.map(({ id }) => id));
  return usePending(kinds.emergency).filter(({ id }) => !known.has(id));
}

function OwnCalls({ view }: { view: EmergencyView }) {
  const waiting = useOwnCalls(view);
  if (waiting.length === 0) return null;
  return (
    <List label={text.t("call.title")}>
      {waiting.map((op) => (
        <ListItem
          key={op.id}
          icon={Siren}
          title={<span dir="auto">{op.body?.reason}</span>}
          detail={op.body ? levelName(op.body.level) : undefined}
          after={<StateMark op={op} />}
        />
      ))}
    </List>
  );
}

function Policy({ policy }: { policy: EmergencyView["policy"] }) {
  const directory = useDirectory();
  if (policy === null) {
    return (
      <Card title={text.t("policy.title")}>
        <p>{text.t("policy.none")}</p>
        <div>
          <Button href="/decide/new?effect=emergency.policy">{text.t("policy.propose")}</Button>
        </div>
      </Card>
    );
  }
  const { people, two, hours } = policy;
  return (
    <Card title={text.t("policy.title")}>
      <p>
        <strong>{namesOf(people, directory)}</strong>
      </p>
      <p class="soft">
        {text.t(two ? "policy.two" : "policy.one")} {text.t("policy.hours", { count: hours })}
      </p>
    </Card>
  );
}

function Past({ entries }: { entries: readonly EmergencyEntry[] }) {
  const directory = useDirectory();
  if (entries.length === 0) return null;
  return (
    <section class="stack">
      <h2>{text.t("past.title")}</h2>
      <List label={text.t("past.title")}>
        {entries.map(({ id, level, reason, by, called, review }) => (
          <ListItem
            key={id}
            icon={Siren}
            title={<span dir="auto">{reason}</span>}
            detail={`${levelName(level)} · ${text.t("past.by", {
              name: nameOf(directory(by)),
              when: ago(called),
            })}`}
            after={review && <a href={`/decide/${review}`}>{text.t("past.review")}</a>}
          />
        ))}
      </List>
    </section>
  );
}

function levelName(level: EmergencyEntry["level"]): string {
  return text.t(`level.${level}`);
}
