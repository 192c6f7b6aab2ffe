import type { LucideIcon } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ButtonKind } from "./button.tsx";

interface FileButtonProps {
  /** Its words are what a screen reader calls the input by. */
  children: ComponentChildren;
  icon: LucideIcon;
  kind?: ButtonKind;
  /** Endings and types, as the attribute of an input has them. */
  accept?: string;
  multiple?: boolean;
  /** Opens the camera where there is one. */
  photo?: boolean;
  disabled?: boolean;
  onFiles: (files: File[]) => void;
}

/**
 * A button that asks for files. It is the browser's own input, so that keyboard and screen readers
 * find it; only its looks are ours, because those of the browser speak the browser's language.
 */
export function FileButton({ children, icon: Icon, onFiles, ...given }: FileButtonProps) {
  const { kind = "secondary", accept, multiple = false, photo = false, disabled = false } = given;
  return (
    <label class={`button file-button ${kind}`}>
      <Icon class="icon" aria-hidden="true" />
      <span>{children}</span>
      <input
        type="file"
        accept={photo ? "image/*" : accept}
        multiple={multiple}
        disabled={disabled}
        {...(photo ? { capture: "environment" as const } : {})}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same file can be chosen again, after it was changed or taken out.
          event.currentTarget.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
    </label>
  );
}

interface DropAreaProps {
  label: string;
  /** `over` is added while something is held above it. */
  class: string;
  onFiles: (files: File[]) => void;
  children: ComponentChildren;
}

/** Where files can be dropped. Never the only way: phones and keyboards drop nothing. */
export function DropArea({ label, class: look, onFiles, children }: DropAreaProps) {
  const [over, setOver] = useState(false);
  return (
    <section
      class={`${look}${over ? " over" : ""}`}
      aria-label={label}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      {children}
    </section>
  );
}
