import { ALargeSmall, ArrowLeft } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { membership } from "../offline/index.ts";
import { AppearanceChoices } from "./appearance-sheet.tsx";
import { IconButton } from "./button.tsx";
import { ConnectionMark } from "./connection-mark.tsx";
import { Sheet } from "./dialog.tsx";
import { Logo } from "./logo-picture.tsx";
import { cameFrom, useScrollMemory } from "./scroll-memory.ts";
import { words } from "./strings.ts";

interface PageProps {
  title: string;
  /** One sentence under the title. */
  lead?: ComponentChildren;
  /** Where the arrow at the top leads; the top pages of the navigation have none. */
  back?: string;
  /** The one main action, in reach of the thumb. */
  action?: ComponentChildren;
  /** Two columns and tables want the whole window. */
  wide?: boolean;
  children: ComponentChildren;
}

let isFirstPage = true;

/**
 * A page: bar, title, content, main action. On arrival the title gets the focus, so that screen
 * readers say where one is and the keyboard starts at the top.
 */
export function Page({ title, lead, back, action, wide, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const community = membership.value?.communityName;
    document.title = community ? `${title} · ${community}` : `${title} · Folkmoot`;
  }, [title]);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  const scroller = useRef<HTMLDivElement>(null);
  useScrollMemory(scroller);
  return (
    <main class={`page${wide ? " wide" : ""}`} id="main" tabIndex={-1}>
      <div class="page-scroll" ref={scroller}>
        <div class="page-column">
          <header>
            <PageBar back={back} />
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {lead && <p class="lead">{lead}</p>}
          </header>
          {children}
        </div>
      </div>
      {action && (
        <div class="main-action">
          <div class="page-column">{action}</div>
        </div>
      )}
    </main>
  );
}

function PageBar({ back }: { back: string | undefined }) {
  const [open, setOpen] = useState(false);
  return (
    <div class="page-bar">
      {back === undefined ? (
        <a class="brand grow" href="/">
          <Logo />
          <span>{membership.value?.communityName ?? "Folkmoot"}</span>
        </a>
      ) : (
        <>
          <IconButton
            icon={ArrowLeft}
            label={words.t("back")}
            href={back}
            class="back"
            onClick={(event) => goBack(event, back)}
          />
          <span class="grow" />
        </>
      )}
      <ConnectionMark />
      <IconButton
        icon={ALargeSmall}
        label={words.t("appearance.title")}
        expanded={open}
        onClick={() => setOpen(true)}
      />
      <Sheet title={words.t("appearance.title")} open={open} onClose={() => setOpen(false)}>
        <AppearanceChoices />
      </Sheet>
    </div>
  );
}

/** Who came from there goes back to where they were; anybody else follows the link. */
function goBack(event: MouseEvent, back: string): void {
  if (!cameFrom(back) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation();
  history.back();
}
