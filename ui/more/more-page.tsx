import { CloudOff, Router, Send, Siren, UserRound, Users } from "lucide-preact";
import { AppearanceChoices, Card, List, ListItem, Page, words } from "../design/index.ts";
import { useOutbox } from "../offline/index.ts";
import { text } from "./strings.ts";

/** The places that have no tab of their own. */
export function MorePage() {
  const { waiting } = useOutbox();
  const outbox =
    waiting.length === 0
      ? text.t("more.outboxEmpty")
      : text.t("more.outboxDetail", { count: waiting.length });
  return (
    <Page title={text.t("more.title")}>
      <List>
        <ListItem
          icon={Users}
          href="/community"
          title={text.t("more.community")}
          detail={text.t("more.communityDetail")}
        />
        <ListItem
          icon={UserRound}
          href="/me"
          title={text.t("more.me")}
          detail={text.t("more.meDetail")}
        />
        <ListItem icon={Send} href="/me/outbox" title={text.t("more.outbox")} detail={outbox} />
        <ListItem
          icon={Siren}
          href="/emergency"
          title={text.t("more.emergency")}
          detail={text.t("more.emergencyDetail")}
        />
        <ListItem
          icon={Router}
          href="/box"
          title={text.t("more.box")}
          detail={text.t("more.boxDetail")}
        />
        <ListItem
          icon={CloudOff}
          href="/box/connection"
          title={text.t("more.connection")}
          detail={text.t("more.connectionDetail")}
        />
      </List>
      <Card title={words.t("appearance.title")}>
        <AppearanceChoices />
      </Card>
    </Page>
  );
}
