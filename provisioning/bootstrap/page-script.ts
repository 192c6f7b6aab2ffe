/**
 * The page's script: asks the encrypted door whether this device trusts it yet.
 *
 * Runs on old phones, as it stands here: a function on its own, in the language of 2015, that
 * finds everything it says in the page. Without it the page works as well, but for the check.
 */
function checkTrust(): void {
  const root = document.documentElement;
  const state = (name: string) => root.setAttribute("data-state", name);
  const each = (selector: string, act: (element: HTMLElement) => void) =>
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);

  // The invitation's seed stands behind the # and must reach the app, and the other language.
  const carry = () =>
    each("a[data-carry]", (link) => {
      const href = link.getAttribute("href") || "";
      link.setAttribute("href", href.split("#")[0] + location.hash);
    });

  // An iPad passes itself off as a Mac, but a Mac has no touch screen.
  if (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1) {
    each("details[data-device]", (part) => {
      (part as HTMLDetailsElement).open = part.getAttribute("data-device") === "iphone";
    });
  }

  let asking = false;
  const check = (pressed: boolean) => {
    if (asking || !window.fetch) return;
    asking = true;
    if (pressed) state("asking");
    const url = root.getAttribute("data-check") || "";
    // What it answers is not read: that an answer comes proves that the certificate is trusted.
    fetch(url, { mode: "no-cors", cache: "no-store", credentials: "omit" })
      .then(
        () => state("trusted"),
        // Nobody who has just arrived wants to read that it did not work yet.
        () => state(pressed ? "untrusted" : "new"),
      )
      .then(() => {
        asking = false;
      });
  };

  each("[data-check-now]", (button) => button.addEventListener("click", () => check(true)));
  each("[data-show-steps]", (button) => button.addEventListener("click", () => state("new")));
  window.addEventListener("hashchange", carry);
  // Back from the settings: look again without being asked.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && root.getAttribute("data-state") !== "trusted") check(false);
  });
  carry();
  root.setAttribute("data-script", "");
  check(false);
}

/** Served as a file of its own: the page's policy runs nothing that stands inside it. */
export const pageScript = `(${checkTrust.toString()})();\n`;
