import { BookOpenText, FilePen, Languages, ListCollapse, Megaphone } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button, deferred } from "../design/index.ts";
import type { Drafted, DraftTask } from "./draft-state.ts";
import { text } from "./strings.ts";

const DraftSheet = deferred(() => import("./draft-sheet.tsx").then((m) => m.DraftSheet));

const icons = {
  summarise: ListCollapse,
  plain: BookOpenText,
  translate: Languages,
  proposal: FilePen,
  notice: Megaphone,
} as const;

interface DraftHelpProps {
  tasks: readonly DraftTask[];
  /** What to work on: an item the reader may see, or a text. */
  item?: string;
  textOf?: () => string;
  /** The language it is in: drafts are in it too, except translations. */
  lang: string;
  /** What becomes of a draft that the member goes on with; without it they copy it. */
  onUse?: (drafted: Drafted) => void;
}

/** A button for each kind of help. The model drafts; the member reads, changes and signs. */
export function DraftHelp({ tasks, onUse, ...rest }: DraftHelpProps) {
  const [open, setOpen] = useState<DraftTask | null>(null);
  const use = (drafted: Drafted) => {
    setOpen(null);
    onUse?.(drafted);
  };
  return (
    <>
      {tasks.map((task) => (
        <Button key={task} kind="quiet" icon={icons[task]} onClick={() => setOpen(task)}>
          {text.t(`task.${task}`)}
        </Button>
      ))}
      {open !== null && (
        <DraftSheet
          task={open}
          {...rest}
          {...(onUse ? { onUse: use } : {})}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
