import { text } from "./strings.ts";

/** First stop of the keyboard: past the navigation, to the page. */
export function SkipLink() {
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    document.querySelector<HTMLElement>("main h1")?.focus();
  };
  return (
    <a class="skip" href="#main" onClick={skip}>
      {text.t("skip")}
    </a>
  );
}
