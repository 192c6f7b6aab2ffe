import type { LucideIcon } from "lucide-preact";
import type { ComponentChildren } from "preact";

export type ButtonKind = "primary" | "secondary" | "quiet" | "danger" | "danger filled";

interface ButtonProps {
  children: ComponentChildren;
  kind?: ButtonKind;
  icon?: LucideIcon;
  onClick?: (event: MouseEvent) => void;
  /** Makes it a link that looks like a button. */
  href?: string;
  type?: "button" | "submit";
  /** What is going on, in words. While set, the button keeps focus but does nothing. */
  busy?: string | false | undefined;
  /** Not possible now. Say why beside it. */
  disabled?: boolean;
  wide?: boolean;
  /** File name: makes the link a download. */
  download?: string;
}

/** A verb to press. One primary button a page. */
export function Button(props: ButtonProps) {
  const { kind = "secondary", icon: Icon, href, busy, wide } = props;
  const look = `button ${kind}${wide ? " wide" : ""}`;
  const content = (
    <>
      {Icon && <Icon class="icon" aria-hidden="true" />}
      <span>{busy || props.children}</span>
    </>
  );
  if (href !== undefined) {
    return (
      <a class={look} href={href} onClick={props.onClick} download={props.download}>
        {content}
      </a>
    );
  }
  const idle = !busy && !props.disabled;
  return (
    <button
      class={look}
      type={props.type ?? "button"}
      aria-disabled={idle ? undefined : "true"}
      onClick={(event) => (idle ? props.onClick?.(event) : event.preventDefault())}
    >
      {content}
    </button>
  );
}

interface IconButtonProps {
  icon: LucideIcon;
  /** Read aloud, and shown as a tooltip. */
  label: string;
  onClick?: (event: MouseEvent) => void;
  href?: string;
  class?: string;
  expanded?: boolean;
}

/** An icon that is understood without a word beside it (back, close); the word is read aloud. */
export function IconButton({
  icon: Icon,
  label,
  onClick,
  href,
  expanded,
  ...rest
}: IconButtonProps) {
  const look = `icon-button ${rest.class ?? ""}`;
  const picture = <Icon class="icon" aria-hidden="true" />;
  if (href !== undefined) {
    return (
      <a class={look} href={href} aria-label={label} title={label} onClick={onClick}>
        {picture}
      </a>
    );
  }
  return (
    <button
      class={look}
      type="button"
      aria-label={label}
      title={label}
      aria-expanded={expanded}
      onClick={onClick}
    >
      {picture}
    </button>
  );
}
