import { BookOpenText, FileUp, ListChecks, MessageCircleQuestion, Sprout } from "lucide-preact";
import { useRoute } from "preact-iso";
import { Button, EmptyState, Page } from "../design/index.ts";
import { useWideWindow } from "../design/wide-window.ts";
import { membership } from "../offline/index.ts";
import { Browse } from "./browse.tsx";
import { ItemAlone, ItemBeside } from "./item-view.tsx";
import { text } from "./strings.ts";

/** What is known here: the list, and beside it or alone the item in the address. */
export function KnowledgePage() {
  const { item } = useRoute().params;
  const wide = useWideWindow();
  if (!wide) return item === undefined ? <ListAlone /> : <ItemAlone key={item} id={item} />;
  return (
    <Page title={text.t("title")} wide>
      <nav class="ways" aria-label={text.t("ways")}>
        <TeachButton />
        <Ways />
      </nav>
      <div class="columns">
        <Browse current={item} />
        {item === undefined ? (
          <EmptyState icon={BookOpenText} title={text.t("choose")} />
        ) : (
          <ItemBeside key={item} id={item} />
        )}
      </div>
    </Page>
  );
}

function ListAlone() {
  return (
    <Page title={text.t("title")} action={<TeachButton />}>
      <nav class="ways" aria-label={text.t("ways")}>
        <Ways />
      </nav>
      <Browse />
    </Page>
  );
}

function TeachButton() {
  if (!membership.value?.roles.includes("member")) return null;
  return (
    <Button kind="primary" icon={Sprout} href="/knowledge/new">
      {text.t("teach")}
    </Button>
  );
}

/** Other doors of this room. */
function Ways() {
  const roles = membership.value?.roles ?? [];
  return (
    <>
      <Button kind="quiet" icon={MessageCircleQuestion} href="/knowledge/questions">
        {text.t("questions")}
      </Button>
      {roles.includes("member") && (
        <Button kind="quiet" icon={FileUp} href="/knowledge/import">
          {text.t("import")}
        </Button>
      )}
      {roles.includes("moderator") && (
        <Button kind="quiet" icon={ListChecks} href="/knowledge/review">
          {text.t("review")}
        </Button>
      )}
    </>
  );
}
