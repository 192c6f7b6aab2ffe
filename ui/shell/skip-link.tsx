import { text } from "./strings.ts";

/** First stop of the keyboard: past the navigation, to the page. */
export function SkipLink() {
  return (
    <a class="skip" href="#main">
      {text.t("skip")}
    </a>
  );
}
