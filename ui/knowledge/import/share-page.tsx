import { useEffect } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Loading, Page } from "../../design/index.ts";
import { language } from "../../i18n/index.ts";
import { database } from "../../offline/database.ts";
import { draftKey, keepDraft } from "../draft-store.ts";
import { emptyDraft } from "../item-draft.ts";
import { text as knowledge } from "../strings.ts";
import { addUpload } from "./import-uploads.ts";
import { text } from "./strings.ts";

/** What the phone's share menu hands over; the service worker lays it ready under `share`. */
interface Shared {
  title: string;
  text: string;
  url: string;
  files: File[];
}

/** Where the phone's share menu leads: files to the import, words to a new sheet. */
export function SharePage() {
  const { route, query } = useLocation();
  useEffect(() => {
    takeShared(query).then((to) => route(to, true));
  }, []);
  return (
    <Page title={knowledge.t("import")} back="/knowledge">
      <Loading>{text.t("share.taking")}</Loading>
    </Page>
  );
}

async function takeShared(query: Record<string, string>): Promise<string> {
  const db = await database();
  const stored = (await db.get("drafts", "share"))?.value as Shared | undefined;
  const shared: Shared = {
    title: stored?.title || query["title"] || "",
    text: stored?.text || query["text"] || "",
    url: stored?.url || query["url"] || "",
    files: stored?.files ?? [],
  };
  if (shared.files.length > 0) {
    for (const file of shared.files) await addUpload(file);
    await db.delete("drafts", "share");
    return "/knowledge/import";
  }
  await keepDraft(draftKey("new:share"), {
    ...emptyDraft(language.value),
    title: shared.title,
    body: shared.text,
    source: shared.url,
  });
  await db.delete("drafts", "share");
  return "/knowledge/new?draft=share";
}
