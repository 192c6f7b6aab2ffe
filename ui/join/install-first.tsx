import { QrCode, Share, SquarePlus } from "lucide-preact";
import { List, ListItem, Notice, Page } from "../design/index.ts";
import { text } from "./strings.ts";

/** On iPhones and iPads: first the icon on the home screen, then the code, inside it. */
export function InstallFirst() {
  return (
    <Page title={text.t("install.title")} lead={text.t("install.lead")} back="/">
      <List label={text.t("install.title")}>
        <ListItem
          icon={Share}
          title={text.t("install.share")}
          detail={text.t("install.shareDetail")}
        />
        <ListItem
          icon={SquarePlus}
          title={text.t("install.add")}
          detail={text.t("install.addDetail")}
        />
        <ListItem
          icon={QrCode}
          title={text.t("install.scan")}
          detail={text.t("install.scanDetail")}
        />
      </List>
      <Notice title={text.t("install.why")}>{text.t("install.whyText")}</Notice>
    </Page>
  );
}
