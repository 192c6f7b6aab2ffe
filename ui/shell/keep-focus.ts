const controls = "button, a[href], input, select, textarea, summary";

/**
 * What is pressed may be gone by what it did: the two buttons of a vote, a form that was sent, the
 * dialog around it. Browsers then put the focus nowhere, and the keyboard and the screen reader
 * begin again at the top of the window. Instead it goes to what a dialog was opened from, to what
 * now stands in the same bar, or to the title of the page.
 */
export function keepFocus(): void {
  let last: HTMLElement | null = null;
  let opener: HTMLElement | null = null;
  let bar: Element | null = null;
  document.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    last = target;
    if (target.closest("dialog") !== null) return;
    opener = target;
    bar = target.closest(".main-action");
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (relatedTarget !== null) return;
    // Somebody who clicks beside everything wants no focus; what is removed loses it, too.
    queueMicrotask(() => {
      if (last !== null && last === target && last.isConnected) last = null;
    });
  });
  const look = () => {
    if (last === null || last.isConnected || document.activeElement !== document.body) return;
    const dialog = document.querySelector("dialog[open]");
    const next =
      dialog?.querySelector<HTMLElement>(controls) ??
      [opener, bar?.querySelector<HTMLElement>(controls)].find((one) => one?.isConnected) ??
      document.querySelector<HTMLElement>("main h1");
    next?.focus({ preventScroll: true });
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}
