import { Landmark, Pencil, Scale, UsersRound } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import {
  Button,
  Card,
  EmptyState,
  Facts,
  List,
  ListItem,
  Notice,
  Page,
  ResourceView,
  StateMark,
} from "../design/index.ts";
import { type Directory, namesOf, useDirectory } from "../design/people.ts";
import { formatShare, languageName, listOf } from "../i18n/index.ts";
import { membership, usePending, useResource } from "../offline/index.ts";
import { ClockNotice } from "./clock-notice.tsx";
import { DescriptionDialog } from "./description-dialog.tsx";
import { mayApprove } from "./gate.ts";
import { GroupDialog } from "./group-dialog.tsx";
import { LostStewardDialog } from "./lost-steward-dialog.tsx";
import { MandateNotice } from "./mandate-notice.tsx";
import { RequestCard } from "./request-card.tsx";
import { RulesDialog } from "./rules-dialog.tsx";
import { type Gate, gatePath, type Settings } from "./shapes.ts";
import { text } from "./strings.ts";

type OpenDialog = "description" | "rules" | "group" | "lost" | null;

/** What belongs to everybody, what is asked to change of it, and what was changed. */
export function SettingsPage() {
  const gate = useResource<Gate>(gatePath);
  return (
    <Page title={text.t("settings.title")} lead={text.t("settings.lead")} back="/community">
      <ResourceView of={gate}>{(data) => <Belongings gate={data} />}</ResourceView>
    </Page>
  );
}

function Belongings({ gate }: { gate: Gate }) {
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const directory = useDirectory();
  const isSteward = membership.value?.roles.includes("steward") ?? false;
  const isMember = membership.value?.roles.includes("member") ?? false;
  const { route } = useLocation();
  const close = () => setDialog(null);
  const { settings } = gate;
  if (settings === null) return null;
  const show = (thread: OpId) => route(`/decide/${thread}`);
  return (
    <>
      {(isSteward || isAsked(gate)) && <ClockNotice />}
      <Requests gate={gate} directory={directory} />
      <MandateNotice gate={gate} directory={directory} isSteward={isSteward} />
      <Description settings={settings} gate={gate} directory={directory}>
        {isMember && (
          <Button icon={Pencil} onClick={() => setDialog("description")}>
            {text.t("settings.edit")}
          </Button>
        )}
      </Description>
      <Rules settings={settings}>
        {isMember && (
          <Button icon={Scale} onClick={() => setDialog("rules")}>
            {text.t("settings.editRules")}
          </Button>
        )}
      </Rules>
      <Groups gate={gate} directory={directory}>
        {isMember && (
          <Button icon={UsersRound} onClick={() => setDialog("group")}>
            {text.t("settings.groupNew")}
          </Button>
        )}
      </Groups>
      {!isMember && <p class="soft">{text.t("settings.readOnly")}</p>}
      {isSteward && gate.stewards.length === 2 && (
        <Notice title={text.t("lost.two")}>
          <p>{text.t("lost.twoText")}</p>
          <Button onClick={() => setDialog("lost")}>{text.t("lost.open")}</Button>
        </Notice>
      )}
      <Past gate={gate} directory={directory} />
      {dialog === "description" && (
        <DescriptionDialog settings={settings} onClose={close} onDone={show} />
      )}
      {dialog === "rules" && <RulesDialog settings={settings} onClose={close} onDone={show} />}
      {dialog === "lost" && <LostStewardDialog onClose={close} />}
      {dialog === "group" && <GroupDialog gate={gate} onClose={close} onDone={show} />}
    </>
  );
}

/** Whether this person may add a yes to something. */
function isAsked({ requests }: Gate): boolean {
  const self = membership.value;
  return self !== null && requests.some((request) => mayApprove(request, self));
}

interface PartProps {
  gate: Gate;
  directory: Directory;
}

function Requests({ gate, directory }: PartProps) {
  const pending = usePending(kinds.gateRequest).filter(
    (op) => !gate.requests.some((request) => request.id === op.id),
  );
  const open = gate.requests.filter((request) => request.state === "open");
  if (open.length + pending.length === 0) return null;
  return (
    <section class="stack">
      <h2>{text.t("requests.open")}</h2>
      {pending.map((op) => (
        <StateMark key={op.id} op={op} />
      ))}
      {open.map((request) => (
        <RequestCard key={request.id} request={request} gate={gate} directory={directory} />
      ))}
    </section>
  );
}

function Past({ gate, directory }: PartProps) {
  const past = gate.requests.filter((request) => request.state !== "open");
  return (
    <section class="stack">
      <h2>{text.t("requests.past")}</h2>
      {past.length === 0 && (
        <EmptyState icon={Landmark} title={text.t("requests.none")}>
          {text.t("requests.noneText")}
        </EmptyState>
      )}
      {past.map((request) => (
        <RequestCard key={request.id} request={request} gate={gate} directory={directory} />
      ))}
    </section>
  );
}

type Slot = { children: ComponentChildren };

function Description({ settings, gate, directory, children }: PartProps & Slot & SettingsProps) {
  const { name, purpose, values, languages } = settings;
  return (
    <Card title={name} icon={Landmark}>
      <Facts
        facts={[
          [text.t("settings.purpose"), purpose || text.t("settings.purposeNone")],
          [
            text.t("settings.values"),
            values.length === 0 ? (
              text.t("settings.valuesNone")
            ) : (
              <ul>
                {values.map((value) => (
                  <li key={value}>{value}</li>
                ))}
              </ul>
            ),
          ],
          [text.t("settings.languages"), listOf(languages.map((code) => languageName(code)))],
          [text.t("settings.stewards"), namesOf(gate.stewards, directory)],
          [
            text.t("settings.review"),
            text.t(settings.reviewFirst ? "settings.reviewFirst" : "settings.reviewAfter"),
          ],
        ]}
      />
      {children}
    </Card>
  );
}

interface SettingsProps {
  settings: Settings;
}

function Rules({ settings: { decision }, children }: SettingsProps & Slot) {
  return (
    <Card title={text.t("settings.rules")} icon={Scale}>
      <ul>
        <li>{text.t("settings.discussion", { count: decision.discussionHours })}</li>
        <li>{text.t("settings.quorum", { share: formatShare(decision.quorumPermille) })}</li>
        <li>{text.t("settings.approval", { share: formatShare(decision.approvalPermille) })}</li>
        <li>{text.t(decision.veto ? "settings.veto" : "settings.noVeto")}</li>
      </ul>
      {children}
    </Card>
  );
}

function Groups({ gate, directory, children }: PartProps & Slot) {
  return (
    <Card title={text.t("settings.groups")} icon={UsersRound}>
      <p class="soft">{text.t("settings.groupsText")}</p>
      {gate.groups.length > 0 && (
        <List>
          {gate.groups.map((group) => (
            <ListItem
              key={group.name}
              title={group.name}
              detail={namesOf(group.members, directory) || text.t("settings.groupEmpty")}
            />
          ))}
        </List>
      )}
      {children}
    </Card>
  );
}
