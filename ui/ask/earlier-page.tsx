import { SquarePen } from "lucide-preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Button, Page } from "../design/index.ts";
import { ConversationList } from "./conversation-list.tsx";
import { ManageSheet } from "./manage-sheet.tsx";
import { text } from "./strings.ts";

/** Everything the member has asked, for them alone. */
export function EarlierPage() {
  const [managing, setManaging] = useState(false);
  const { route } = useLocation();
  return (
    <Page
      title={text.t("earlier")}
      lead={text.t("earlier.lead")}
      back="/ask"
      action={
        <Button kind="primary" icon={SquarePen} href="/ask">
          {text.t("new")}
        </Button>
      }
    >
      <ConversationList />
      <div>
        <Button kind="quiet" onClick={() => setManaging(true)}>
          {text.t("manage")}
        </Button>
      </div>
      <ManageSheet
        conversation={null}
        open={managing}
        onClose={() => setManaging(false)}
        onDeleted={() => route("/ask")}
      />
    </Page>
  );
}
