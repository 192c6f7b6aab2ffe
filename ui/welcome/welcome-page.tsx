import { Keyboard, KeyRound, QrCode, Sprout } from "lucide-preact";
import { LanguageChoice, List, ListItem, Logo, Notice, Page } from "../design/index.ts";
import type { CommunityInfo } from "../join/index.ts";
import { useResource } from "../offline/index.ts";
import { text } from "./strings.ts";

/** The first page of somebody who has not joined. */
export function WelcomePage() {
  const { data: community } = useResource<CommunityInfo>("/api/community");
  const lead = community?.founded
    ? text.t("lead", { community: community.name ?? "" })
    : text.t("leadUnnamed");
  return (
    <Page title={text.t("title")} lead={lead}>
      <div class="hero">
        <Logo />
      </div>
      {community?.founded === false && (
        <Notice icon={Sprout} title={text.t("unfounded")}>
          {text.t("unfoundedText")}
        </Notice>
      )}
      <List>
        <ListItem
          icon={QrCode}
          href="/join?by=scan"
          title={text.t("scan")}
          detail={text.t("scanDetail")}
        />
        <ListItem
          icon={Keyboard}
          href="/join?by=code"
          title={text.t("type")}
          detail={text.t("typeDetail")}
        />
        <ListItem
          icon={KeyRound}
          href="/recover"
          title={text.t("recover")}
          detail={text.t("recoverDetail")}
        />
      </List>
      <LanguageChoice />
    </Page>
  );
}
