import { MonitorSmartphone, Pencil, Send, ShieldCheck, UserRound } from "lucide-preact";
import {
  Avatar,
  Button,
  Facts,
  List,
  ListItem,
  Mark,
  Page,
  ResourceView,
  StateMark,
} from "../design/index.ts";
import { dateTime, languageName, listOf } from "../i18n/index.ts";
import { useOutbox } from "../offline/index.ts";
import { type Account, useAccount, useProfile } from "./account.ts";
import { text } from "./strings.ts";

/** The member, as the others see them, and the way to everything of their own. */
export function MePage() {
  const account = useAccount();
  const { waiting } = useOutbox();
  return (
    <Page title={text.t("me.title")} back="/more">
      <ResourceView of={account}>{(data) => <Self account={data} />}</ResourceView>
      <List>
        <ListItem
          icon={MonitorSmartphone}
          href="/me/devices"
          title={text.t("devices.title")}
          detail={text.t("devices.detail")}
        />
        <ListItem
          icon={ShieldCheck}
          href="/me/privacy"
          title={text.t("privacy.title")}
          detail={text.t("privacy.detail")}
        />
        <ListItem
          icon={Send}
          href="/me/outbox"
          title={text.t("outbox.title")}
          detail={
            waiting.length === 0
              ? text.t("outbox.nothing")
              : text.t("outbox.waitingCount", { count: waiting.length })
          }
        />
      </List>
    </Page>
  );
}

function Self({ account }: { account: Account }) {
  const { profile, pending } = useProfile(account);
  return (
    <section class="card">
      <div class="row">
        <Avatar name={profile.name} hue={profile.hue} size="large" />
        <div class="grow stack tight">
          <h2>{profile.name || text.t("me.nameless")}</h2>
          <div class="row">
            {account.roles.map((role) => (
              <Mark key={role} icon={UserRound}>
                {text.t(`role.${role as "member"}`)}
              </Mark>
            ))}
          </div>
        </div>
      </div>
      {pending && <StateMark op={pending} />}
      {profile.about && <p dir="auto">{profile.about}</p>}
      <Facts
        facts={[
          [text.t("me.languages"), listOf(profile.languages.map((code) => languageName(code)))],
          ...(account.groups.length > 0 ? [groups(account)] : []),
          [text.t("me.joined"), dateTime(account.joined, "date")],
        ]}
      />
      <Button icon={Pencil} href="/me/profile">
        {text.t("profile.edit")}
      </Button>
    </section>
  );
}

function groups(account: Account): [string, string] {
  return [text.t("me.groups"), listOf(account.groups)];
}
