import { Keyboard, KeyRound, QrCode, Sprout } from "lucide-preact";
import { LanguageChoice, List, ListItem, Logo, Notice, Page } from "../design/index.ts";
import { useResource } from "../offline/index.ts";
import type { CommunityInfo } from "./joining.ts";
import { text } from "./strings.ts";

/** The first page of somebody who has not joined. */
export function WelcomePage() {
  const { data: community } = useResource<CommunityInfo>("/api/community");
  const lead = community?.founded
    ? text.t("welcome.lead", { community: community.name ?? "" })
    : text.t("welcome.leadUnnamed");
  return (
    <Page title={text.t("welcome.title")} lead={lead}>
      <div class="hero">
        <Logo />
      </div>
      {community?.founded === false && (
        <Notice icon={Sprout} title={text.t("welcome.unfounded")}>
          {text.t("welcome.unfoundedText")}
        </Notice>
      )}
      <List>
        <ListItem
          icon={QrCode}
          href="/join?by=scan"
          title={text.t("welcome.scan")}
          detail={text.t("welcome.scanDetail")}
        />
        <ListItem
          icon={Keyboard}
          href="/join?by=code"
          title={text.t("welcome.type")}
          detail={text.t("welcome.typeDetail")}
        />
        <ListItem
          icon={KeyRound}
          href="/recover"
          title={text.t("welcome.recover")}
          detail={text.t("welcome.recoverDetail")}
        />
      </List>
      <LanguageChoice />
    </Page>
  );
}
