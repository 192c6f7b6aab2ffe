import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

interface TabsProps<Name extends string> {
  label: string;
  tabs: { name: Name; title: string }[];
  current: Name;
  onChange: (name: Name) => void;
  children: ComponentChildren;
}

/** Views of one thing. Arrow keys move between tabs (ARIA tabs pattern). */
export function Tabs<Name extends string>(props: TabsProps<Name>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const along = getComputedStyle(event.currentTarget as Element).direction === "rtl" ? -1 : 1;
    const at = props.tabs.findIndex((tab) => tab.name === props.current);
    const next = (at + step * along + props.tabs.length) % props.tabs.length;
    props.onChange((props.tabs[next] as { name: Name }).name);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
    event.preventDefault();
  };
  return (
    <div class="stack">
      <div class="tabs" role="tablist" aria-label={props.label} ref={list} onKeyDown={move}>
        {props.tabs.map((tab) => (
          <button
            key={tab.name}
            type="button"
            role="tab"
            class="tab"
            id={`${id}-${tab.name}`}
            aria-selected={tab.name === props.current}
            aria-controls={`${id}-panel`}
            tabIndex={tab.name === props.current ? 0 : -1}
            onClick={() => props.onChange(tab.name)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      <div
        class="stack"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${props.current}`}
      >
        {props.children}
      </div>
    </div>
  );
}
