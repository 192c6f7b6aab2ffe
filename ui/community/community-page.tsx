import { Handshake, Landmark, UserPlus, Users } from "lucide-preact";
import { useState } from "preact/hooks";
import {
  Avatar,
  Button,
  EmptyState,
  List,
  ListItem,
  Mark,
  Page,
  ResourceView,
  TextField,
} from "../design/index.ts";
import { membersPath, nameOf } from "../design/people.ts";
import { membership, useResource } from "../offline/index.ts";
import { detailOf } from "./naming.ts";
import { type Gate, gatePath, type Member } from "./shapes.ts";
import { text } from "./strings.ts";

// Below this everybody fits on a screen or two, and a search field is only in the way.
const searchFrom = 9;

/** Who is here, who may do what, and the way to invite more. */
export function CommunityPage() {
  const people = useResource<{ members: Member[] }>(membersPath);
  const gate = useResource<Gate>(gatePath);
  const open = gate.data?.requests.filter((request) => request.state === "open").length ?? 0;
  const active = people.data?.members.filter((member) => member.ended === null);
  return (
    <Page
      title={text.t("title")}
      lead={active && text.t("people.lead", { count: active.length })}
      action={<InviteAction />}
    >
      <List>
        <ListItem
          icon={Landmark}
          href="/community/settings"
          title={text.t("belongings.title")}
          detail={text.t("belongings.detail")}
          after={open > 0 && <Mark tone="wait">{text.t("belongings.open", { count: open })}</Mark>}
        />
        {membership.value?.roles.includes("member") && (
          <ListItem
            icon={Handshake}
            href="/community/partners"
            title={text.t("partners.title")}
            detail={text.t("partners.detail")}
          />
        )}
      </List>
      <ResourceView of={people}>{({ members }) => <People members={members} />}</ResourceView>
    </Page>
  );
}

function InviteAction() {
  if (!membership.value?.roles.includes("member")) {
    return <p class="soft small">{text.t("invite.guest")}</p>;
  }
  return (
    <Button kind="primary" icon={UserPlus} href="/community/invite">
      {text.t("invite.action")}
    </Button>
  );
}

function People({ members }: { members: Member[] }) {
  const [wanted, setWanted] = useState("");
  const found = findMembers(members, wanted);
  const here = found.filter((member) => member.ended === null);
  const gone = found.filter((member) => member.ended !== null);
  return (
    <div class="stack">
      {members.length >= searchFrom && (
        <TextField
          type="search"
          label={text.t("people.search")}
          value={wanted}
          onInput={setWanted}
        />
      )}
      {found.length === 0 && (
        <EmptyState icon={Users} title={text.t("people.none")}>
          {text.t("people.noneText")}
        </EmptyState>
      )}
      {here.length > 0 && <PeopleList label={text.t("people.label")} members={here} />}
      {members.length === 1 && (
        <EmptyState icon={Users} title={text.t("people.alone")}>
          {text.t("people.aloneText")}
        </EmptyState>
      )}
      {gone.length > 0 && (
        <>
          <h2>{text.t("people.gone")}</h2>
          <PeopleList label={text.t("people.gone")} members={gone} />
        </>
      )}
    </div>
  );
}

function PeopleList({ label, members }: { label: string; members: Member[] }) {
  const self = membership.value?.member;
  return (
    <List label={label}>
      {members.map((member) => (
        <ListItem
          key={member.id}
          href={`/community/members/${member.id}`}
          before={<Avatar name={nameOf(member)} hue={member.profile?.hue ?? 0} />}
          title={nameOf(member)}
          detail={
            member.id === self ? `${text.t("people.you")} · ${detailOf(member)}` : detailOf(member)
          }
        />
      ))}
    </List>
  );
}

/** Members whose name, groups or roles hold what was typed; all for nothing typed. */
function findMembers(members: Member[], wanted: string): Member[] {
  const fold = (words: string) =>
    words.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const needle = fold(wanted.trim());
  return members.filter((member) => fold(`${nameOf(member)} ${detailOf(member)}`).includes(needle));
}
