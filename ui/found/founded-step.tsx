import { BookOpen, UserPlus } from "lucide-preact";
import { useEffect } from "preact/hooks";
import { Button, List, ListItem, Logo, Page } from "../design/index.ts";
import { membership } from "../offline/index.ts";
import { text } from "./strings.ts";

/** It exists. What usually comes next, and home. */
export function FoundedStep({ onLeave }: { onLeave: () => Promise<void> }) {
  // Once, when the community exists.
  useEffect(() => {
    // The code behind the # is burnt now; it need not stay in the history.
    history.replaceState(null, "", "/found");
    onLeave();
  }, []);
  return (
    <Page
      title={text.t("done.title", { community: membership.value?.communityName ?? "" })}
      lead={text.t("done.lead")}
      action={
        <Button kind="primary" href="/">
          {text.t("done.home")}
        </Button>
      }
    >
      <div class="hero">
        <Logo />
      </div>
      <List label={text.t("done.next")}>
        <ListItem
          icon={UserPlus}
          href="/community/invite"
          title={text.t("done.invite")}
          detail={text.t("done.inviteDetail")}
        />
        <ListItem
          icon={BookOpen}
          href="/knowledge/new"
          title={text.t("done.teach")}
          detail={text.t("done.teachDetail")}
        />
      </List>
    </Page>
  );
}
