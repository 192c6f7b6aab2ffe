import { Clock, Handshake, UserRoundPlus } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds } from "../../../mesh/kinds/index.ts";
import { type MemberId, type OpId, toMemberId } from "../../../mesh/op/index.ts";
import {
  announce,
  Button,
  Card,
  EmptyState,
  List,
  ListItem,
  Mark,
  Moment,
  Notice,
  Page,
  ResourceView,
  SelectField,
  StateMark,
  TextArea,
} from "../../design/index.ts";
import { nameOf, useDirectory } from "../../design/people.ts";
import { append, membership, useDraft, usePending, useResource } from "../../offline/index.ts";
import { useSurroundings } from "../effects/surroundings.ts";
import type en from "./strings.en.ts";
import { text } from "./strings.ts";

interface Offices {
  offices: { member: MemberId; role: string; until: number; decision: OpId; endsSoon: boolean }[];
  short: { role: string; people: number; needed: number }[];
  handovers: {
    id: OpId;
    role: string;
    to: MemberId | null;
    from: MemberId;
    at: number;
    text: string;
  }[];
}

/** Who holds which office until when, and what they leave to whoever comes next. */
export function OfficesPage() {
  const found = useResource<Offices>("/api/offices");
  const isMember = membership.value?.roles.includes("member") ?? false;
  return (
    <Page
      title={text.t("title")}
      lead={text.t("lead")}
      back="/decide"
      action={
        isMember && (
          <Button kind="primary" icon={UserRoundPlus} href="/decide/new?effect=role.appoint">
            {text.t("appoint")}
          </Button>
        )
      }
    >
      <ResourceView of={found}>{(data) => <Held data={data} />}</ResourceView>
    </Page>
  );
}

function Held({ data: { offices, short, handovers } }: { data: Offices }) {
  const directory = useDirectory();
  const self = membership.value?.member;
  return (
    <>
      {short.map(({ role, people, needed }) => (
        <Notice key={role} tone="warn">
          {text.t("short", { role: roleName(role), count: people, needed })}
        </Notice>
      ))}
      {offices.length === 0 ? (
        <EmptyState icon={Handshake} title={text.t("none")}>
          {text.t("noneText")}
        </EmptyState>
      ) : (
        <List label={text.t("title")}>
          {offices.map(({ member, role, until, decision, endsSoon }) => (
            <ListItem
              key={`${member}${role}`}
              href={`/decide/${decision}`}
              title={`${nameOf(directory(member))}: ${roleName(role)}`}
              detail={
                <>
                  {text.pieces("until", { when: <Moment key="at" at={until} exact /> })}
                  {endsSoon && (
                    <span class="row">
                      <Mark tone="wait" icon={Clock}>
                        {text.t(until * 1_000 < Date.now() ? "isOver" : "endsSoon")}
                      </Mark>
                    </span>
                  )}
                </>
              }
            />
          ))}
        </List>
      )}
      {handovers.length > 0 && (
        <Card title={text.t("handovers")}>
          {handovers.map((note) => (
            <figure key={note.id} class="said">
              <blockquote dir="auto">{note.text}</blockquote>
              <figcaption class="soft small">
                {roleName(note.role)} · {nameOf(directory(note.from))}, <Moment at={note.at} />
              </figcaption>
            </figure>
          ))}
        </Card>
      )}
      {offices.some(({ member }) => member === self) && (
        <HandOver roles={offices.filter(({ member }) => member === self).map(({ role }) => role)} />
      )}
    </>
  );
}

/** An office this app has no word for keeps its own. */
function roleName(role: string): string {
  const key = `role.${role}` as keyof typeof en;
  const found = text.t(key);
  return found === key ? role : found;
}

function HandOver({ roles }: { roles: string[] }) {
  const { people } = useSurroundings();
  const [role, setRole] = useState(roles[0] ?? "");
  const [to, setTo] = useState("");
  const draft = useDraft("handover", "");
  const pending = usePending(kinds.handover);
  const send = async () => {
    const written = draft.value.trim();
    if (written === "" || role === "") return;
    await append(kinds.handover, {
      role,
      to: to === "" ? null : toMemberId(to),
      text: written,
    });
    await draft.discard();
    announce(text.t("kept"));
  };
  return (
    <Card title={text.t("handover.title")} icon={Handshake}>
      <SelectField
        label={text.t("handover.role")}
        value={role}
        onChange={setRole}
        options={roles.map((value) => ({ value, label: roleName(value) }))}
      />
      <SelectField
        label={text.t("handover.to")}
        value={to}
        onChange={setTo}
        options={[
          { value: "", label: text.t("handover.anybody") },
          ...people.map((one) => ({ value: one.id, label: nameOf(one) })),
        ]}
      />
      <TextArea
        label={text.t("handover.text")}
        hint={text.t("handover.hint")}
        value={draft.value}
        onInput={draft.set}
        attributes={{ rows: 4, maxLength: 4_000 }}
      />
      <div class="row">
        <Button onClick={send}>{text.t("handover.send")}</Button>
        {pending.map((op) => (
          <StateMark key={op.id} op={op} />
        ))}
      </div>
    </Card>
  );
}
