import { CircleOff, type LucideIcon, TriangleAlert } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { Button } from "./button.tsx";
import { words } from "./strings.ts";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
}

/** Nothing here yet: says what would be here, and how to begin. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div class="state">
      <span class="picture">
        <Icon class="icon" aria-hidden="true" />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

interface ErrorStateProps {
  title?: string;
  /** What happened, what is safe, what to do. */
  children?: ComponentChildren;
  onRetry?: () => void;
}

/** It did not work. Never blames, always has a way out. */
export function ErrorState({ title, children, onRetry }: ErrorStateProps) {
  return (
    <div class="state trouble" role="alert">
      <span class="picture">
        <TriangleAlert class="icon" aria-hidden="true" />
      </span>
      <h2>{title ?? words.t("error.title")}</h2>
      <p>{children ?? words.t("error.text")}</p>
      {onRetry && <Button onClick={onRetry}>{words.t("retry")}</Button>}
    </div>
  );
}

/** Not on this phone, and the box is not in reach. */
export function AbsentState({ onRetry }: { onRetry?: () => void }) {
  return (
    <EmptyState
      icon={CircleOff}
      title={words.t("absent.title")}
      action={onRetry && <Button onClick={onRetry}>{words.t("retry")}</Button>}
    >
      {words.t("absent.text")}
    </EmptyState>
  );
}

/** Waiting, with words. */
export function Loading({ children }: { children?: ComponentChildren }) {
  return (
    <p class="loading" role="status">
      {children ?? words.t("loading")}
    </p>
  );
}

interface ProgressBarProps {
  label: string;
  value: number;
  max: number;
  /** `12 of 40 MB`: only true figures. */
  detail?: string;
}

/** How far something counted has come. For what cannot be counted, use Loading. */
export function ProgressBar({ label, value, max, detail }: ProgressBarProps) {
  return (
    <div class="stack tight">
      <div class="row spread">
        <span>{label}</span>
        {detail && <span class="soft small">{detail}</span>}
      </div>
      <progress value={value} max={max} aria-label={label} />
    </div>
  );
}
