import { useLayoutEffect } from "preact/hooks";
import { useLocation } from "preact-iso";

/** Where pages were scrolled to, by their address. */
const positions = new Map<string, number>();
let scroller: HTMLElement | null = null;
/** Addresses of this page and, when a link on it led here, of the one before. */
let here = "";
let before: string | null = null;

// What is fetched from this phone's copies is drawn well within this time.
const restoreWithinMs = 1_500;

/**
 * Pages scroll inside the shell, not with the window: a new page starts at its top, and going back
 * leads to where one was, as soon as the content is there again.
 */
export function useScrollMemory(box: { readonly current: HTMLElement | null }): void {
  const { url, wasPush } = useLocation() as ReturnType<typeof useLocation> & { wasPush?: boolean };
  useLayoutEffect(() => {
    if (url !== here) {
      before = wasPush ? here : null;
      here = url;
    }
    const element = box.current as HTMLElement;
    scroller = element;
    const wanted = wasPush ? 0 : (positions.get(url) ?? 0);
    let restoring = wanted > 0;
    const restore = () => {
      if (restoring) element.scrollTop = wanted;
    };
    const settle = () => {
      restoring = false;
    };
    const note = () => {
      if (!restoring) positions.set(url, element.scrollTop);
    };
    element.scrollTop = wanted;
    const growth = new ResizeObserver(restore);
    if (element.firstElementChild) growth.observe(element.firstElementChild);
    const timer = setTimeout(settle, restoreWithinMs);
    // Whoever scrolls by hand knows better.
    element.addEventListener("wheel", settle, { passive: true });
    element.addEventListener("touchstart", settle, { passive: true });
    element.addEventListener("scroll", note, { passive: true });
    return () => {
      clearTimeout(timer);
      growth.disconnect();
      element.removeEventListener("wheel", settle);
      element.removeEventListener("touchstart", settle);
      element.removeEventListener("scroll", note);
    };
  }, [url]);
}

/** Whether one came here from the page at `path`: then going back leads to where one was on it. */
export function cameFrom(path: string): boolean {
  return before !== null && before.replace(/[?#].*$/, "") === path;
}

/** Back to the top of the page, and to its title: for pages made of several steps. */
export function startAtTop(): void {
  scroller?.scrollTo(0, 0);
  scroller?.querySelector("h1")?.focus({ preventScroll: true });
}
