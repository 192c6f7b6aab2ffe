import type { LucideIcon } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { Button, type ButtonKind } from "./button.tsx";

interface FileButtonProps {
  children: ComponentChildren;
  icon: LucideIcon;
  kind?: ButtonKind;
  /** Endings and types, as the attribute of an input has them. */
  accept?: string;
  multiple?: boolean;
  /** Opens the camera where there is one. */
  photo?: boolean;
  onFiles: (files: File[]) => void;
}

/**
 * A button that asks for files. The browser's own input is not shown, to nobody: screen readers say
 * "no file chosen" behind its name, in the browser's language and also when one is chosen.
 */
export function FileButton({ children, icon, onFiles, ...given }: FileButtonProps) {
  const { kind = "secondary", accept, multiple = false, photo = false } = given;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button kind={kind} icon={icon} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={photo ? "image/*" : accept}
        multiple={multiple}
        {...(photo ? { capture: "environment" as const } : {})}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          // The same file can be chosen again, after it was changed or taken out.
          event.currentTarget.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
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
