import { Button } from "../design/index.ts";
import { recordNews } from "../offline/record.ts";
import { text } from "./strings.ts";

/** The box contradicts itself, or says that it was restored: on every page until it was read. */
export function RecordStrip() {
  const news = recordNews.value;
  if (news === null) return null;
  return (
    <div class={`strip ${news === "alarm" ? "alarm" : "update"}`} role="alert">
      <span>{text.t(`record.${news}`)}</span>
      <Button kind="quiet" href="/box/record">
        {text.t("record.look")}
      </Button>
    </div>
  );
}
