import { HeartHandshake, UserX } from "lucide-preact";
import { Button, EmptyState, Page } from "../design/index.ts";
import { membership, wipeDevice } from "../offline/index.ts";
import { text } from "./strings.ts";

/** For somebody whose device speaks for a member already, or did until it was revoked. */
export function SignedIn() {
  const known = membership.value;
  if (known?.standing === "closed") {
    const clear = async () => {
      await wipeDevice();
      location.reload();
    };
    return (
      <Page title={text.t("join.title")} back="/">
        <EmptyState
          icon={UserX}
          title={text.t("closed.title")}
          action={
            <Button kind="danger" onClick={clear}>
              {text.t("closed.clear")}
            </Button>
          }
        >
          {text.t("closed.text")}
        </EmptyState>
      </Page>
    );
  }
  return (
    <Page title={text.t("join.title")} back="/">
      <EmptyState
        icon={HeartHandshake}
        title={text.t("member.title", { community: known?.communityName ?? "" })}
        action={
          <Button kind="primary" href="/">
            {text.t("member.home")}
          </Button>
        }
      >
        {text.t("member.text")}
      </EmptyState>
    </Page>
  );
}
