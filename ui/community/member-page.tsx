import { Smartphone, UserX } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useRoute } from "preact-iso";
import {
  Avatar,
  Button,
  Card,
  EmptyState,
  Facts,
  List,
  ListItem,
  Moment,
  Notice,
  Page,
  ResourceView,
} from "../design/index.ts";
import { membersPath, nameOf } from "../design/people.ts";
import { ago, languageName, listOf } from "../i18n/index.ts";
import { membership, useResource } from "../offline/index.ts";
import { MemberProposals } from "./member-proposals.tsx";
import { rolesText } from "./naming.ts";
import { type Gate, gatePath, type MemberDetail } from "./shapes.ts";
import { StewardActions } from "./steward-actions.tsx";
import { text } from "./strings.ts";

/** One person: what they show of themselves, and what can be proposed about them. */
export function MemberPage() {
  const { params } = useRoute();
  const member = useResource<MemberDetail>(`${membersPath}/${params["member"]}`);
  const gate = useResource<Gate>(gatePath);
  const title = member.data === undefined ? text.t("title") : nameOf(member.data);
  const isMember = membership.value?.roles.includes("member") ?? false;
  const isSteward = membership.value?.roles.includes("steward") ?? false;
  return (
    <Page title={title} back="/community">
      <ResourceView of={member} failed={<EmptyState icon={UserX} title={text.t("member.gone")} />}>
        {(data) => (
          <>
            <Portrait member={data} />
            {data.devices.length > 0 && <Devices member={data} />}
            {isMember && gate.data && data.ended === null && (
              <MemberProposals member={data} gate={gate.data} />
            )}
            {isSteward && gate.data && data.ended === null && (
              <StewardActions member={data} gate={gate.data} />
            )}
          </>
        )}
      </ResourceView>
    </Page>
  );
}

function Portrait({ member }: { member: MemberDetail }) {
  const languages = member.profile?.languages ?? [];
  const facts: [string, ComponentChildren][] = [
    [text.t("member.roles"), rolesText(member.roles)],
    [text.t("member.groups"), listOf(member.groups) || text.t("member.noGroups")],
    [text.t("member.joined"), <Moment key="joined" at={member.joined} exact />],
  ];
  if (languages.length > 0) {
    const names = languages.map((code) => languageName(code));
    facts.unshift([text.t("member.languages"), listOf(names)]);
  }
  return (
    <Card>
      <div class="row">
        <Avatar name={nameOf(member)} hue={member.profile?.hue ?? 0} size="large" />
        <p class="grow">{member.profile?.about}</p>
      </div>
      {member.ended !== null && <Notice tone="warn">{text.t(`standing.${member.ended}`)}</Notice>}
      <Facts facts={facts} />
      {member.id === membership.value?.member && (
        <Button href="/me">{text.t("member.edit")}</Button>
      )}
    </Card>
  );
}

function Devices({ member }: { member: MemberDetail }) {
  return (
    <Card title={text.t("member.devices")} icon={Smartphone}>
      <List>
        {member.devices.map((device) => (
          <ListItem
            key={device.id}
            title={text.t("member.device", { name: device.id.slice(0, 4) })}
            detail={
              device.revoked
                ? text.t("member.deviceRevoked")
                : text.t("member.deviceAdded", { when: ago(device.enrolled) })
            }
          />
        ))}
      </List>
    </Card>
  );
}
