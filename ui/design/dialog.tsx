import { X } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { IconButton } from "./button.tsx";
import { words } from "./strings.ts";

interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ComponentChildren;
  /** Comes up from the thumb's side on phones. */
  sheet?: boolean;
  /** Shows what is shown once: a tap beside it does not close it, only what stands in it. */
  firm?: boolean;
}

/**
 * The browser's own modal dialog: it keeps the focus inside, closes with Escape and gives the
 * focus back. Content is rendered only while open.
 */
export function Dialog({ title, open, onClose, children, ...look }: DialogProps) {
  const { sheet = false, firm = false } = look;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  useEffect(() => {
    // A click on the backdrop lands on the dialog element itself; Escape does the same by keyboard.
    const element = dialog.current;
    if (firm) return;
    const closeOutside = (event: MouseEvent) => {
      if (event.target === element) element?.close();
    };
    element?.addEventListener("click", closeOutside);
    return () => element?.removeEventListener("click", closeOutside);
  }, [firm]);
  return (
    <dialog
      ref={dialog}
      class={sheet ? "sheet" : undefined}
      aria-labelledby={id}
      onClose={onClose}
      onCancel={(event) => firm && event.preventDefault()}
    >
      {open && (
        <div class="stack">
          <div class="dialog-head">
            <h2 id={id}>{title}</h2>
            {!firm && (
              <IconButton
                icon={X}
                label={words.t("close")}
                onClick={() => dialog.current?.close()}
              />
            )}
          </div>
          {children}
        </div>
      )}
    </dialog>
  );
}

/** A dialog from below, for choices made with the thumb. */
export function Sheet(props: Omit<DialogProps, "sheet">) {
  return <Dialog {...props} sheet />;
}
