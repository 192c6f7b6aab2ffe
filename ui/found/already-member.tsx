import { HeartHandshake } from "lucide-preact";
import { Button, EmptyState, Page } from "../design/index.ts";
import { membership } from "../offline/index.ts";
import { text } from "./strings.ts";

/** Who is in a community founds no second one on the same box. */
export function AlreadyMember() {
  return (
    <Page title={text.t("title")}>
      <EmptyState
        icon={HeartHandshake}
        title={text.t("member.title", { community: membership.value?.communityName ?? "" })}
        action={
          <Button kind="primary" href="/">
            {text.t("member.home")}
          </Button>
        }
      />
    </Page>
  );
}
