import { MapPinOff } from "lucide-preact";
import { Button, EmptyState, Page } from "../design/index.ts";
import { text } from "./strings.ts";

/** An address that leads nowhere. */
export function LostPage() {
  return (
    <Page title={text.t("lost.title")}>
      <EmptyState
        icon={MapPinOff}
        title={text.t("lost.text")}
        action={
          <Button href="/" kind="primary">
            {text.t("lost.home")}
          </Button>
        }
      />
    </Page>
  );
}
