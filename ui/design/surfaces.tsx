import {
  ChevronRight,
  CircleAlert,
  CircleCheck,
  Clock,
  Info,
  type LucideIcon,
  TriangleAlert,
} from "lucide-preact";
import type { ComponentChildren } from "preact";

/** A thing of its own on the page. */
export function Card(props: {
  title?: ComponentChildren;
  icon?: LucideIcon;
  children: ComponentChildren;
}) {
  const Icon = props.icon;
  return (
    <section class="card">
      {props.title && (
        <header>
          {Icon && <Icon class="icon" aria-hidden="true" />}
          <h2>{props.title}</h2>
        </header>
      )}
      {props.children}
    </section>
  );
}

/** Rows of one kind. Children are `ListItem`s. */
export function List({ label, children }: { label?: string; children: ComponentChildren }) {
  return (
    <ul class="list" aria-label={label}>
      {children}
    </ul>
  );
}

interface ListItemProps {
  title: ComponentChildren;
  detail?: ComponentChildren;
  icon?: LucideIcon;
  /** Stands where the icon would: an avatar. */
  before?: ComponentChildren;
  /** At the end of the row: a mark, a button. */
  after?: ComponentChildren;
  href?: string;
  onClick?: () => void;
}

/** A row: a link, a button, or plain. */
export function ListItem({
  title,
  detail,
  icon: Icon,
  before,
  after,
  href,
  onClick,
}: ListItemProps) {
  const inside = (
    <>
      {before ?? (Icon && <Icon class="icon" aria-hidden="true" />)}
      <span class="grow">
        <span class="title">{title}</span>
        {detail && <span class="detail">{detail}</span>}
      </span>
      {after}
      {(href !== undefined || onClick) && <ChevronRight class="icon chevron" aria-hidden="true" />}
    </>
  );
  if (href !== undefined) {
    return (
      <li>
        <a class="list-item" href={href} onClick={onClick}>
          {inside}
        </a>
      </li>
    );
  }
  if (onClick) {
    return (
      <li>
        <button class="list-item" type="button" onClick={onClick}>
          {inside}
        </button>
      </li>
    );
  }
  return (
    <li>
      <div class="list-item">{inside}</div>
    </li>
  );
}

export type Tone = "info" | "ok" | "wait" | "warn" | "danger";

/** The icon that goes with a tone: tones are never told by colour alone. */
export const toneIcons: Record<Tone, LucideIcon> = {
  info: Info,
  ok: CircleCheck,
  wait: Clock,
  warn: TriangleAlert,
  danger: CircleAlert,
};

interface NoticeProps {
  tone?: Tone;
  title?: ComponentChildren;
  icon?: LucideIcon;
  children?: ComponentChildren;
  /** Read aloud when it appears. Not for what stands there from the start. */
  live?: boolean;
}

/** Something to know before going on: what happened, what is safe, what to do. */
export function Notice({ tone = "info", title, icon, children, live }: NoticeProps) {
  const Icon = icon ?? toneIcons[tone];
  return (
    <div
      class={`notice ${tone}`}
      role={live ? (tone === "danger" ? "alert" : "status") : undefined}
    >
      <Icon class="icon" aria-hidden="true" />
      <div class="stack tight">
        {title && <p class="title">{title}</p>}
        {typeof children === "string" ? <p>{children}</p> : children}
      </div>
    </div>
  );
}

/** Names and what they are, as a table of two columns. */
export function Facts({ facts }: { facts: [string, ComponentChildren][] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}
