import { FileUp, type LucideIcon } from "lucide-preact";
import { useState } from "preact/hooks";
import { Button, Card, FileButton, Loading, Notice } from "../../design/index.ts";
import { saveFile } from "../../design/save-file.ts";
import { request } from "../../offline/index.ts";
import { decisionsPath } from "../shapes.ts";

/** Where a file is that this phone reads: fetched from the box, or opened. */
export type Reading<Found> =
  | { step: "ready" | "working" | "away" | "unreadable" }
  | { step: "read"; found: Found; file: Uint8Array<ArrayBuffer> };

/** Reads a decision, from the box or from a file. `read` throws for what is no decision. */
export function useDecisionFile<Found>(
  thread: string,
  read: (file: Uint8Array<ArrayBuffer>) => Promise<Found>,
) {
  const [state, setState] = useState<Reading<Found>>({ step: "ready" });
  const open = async (file: Uint8Array<ArrayBuffer>) => {
    setState({ step: "working" });
    try {
      setState({ step: "read", found: await read(file), file });
    } catch {
      setState({ step: "unreadable" });
    }
  };
  const fetch = async () => {
    setState({ step: "working" });
    const file = await fetchDecision(thread);
    if (file === null) setState({ step: "away" });
    else await open(file);
  };
  return { state, open, fetch };
}

/** The exported decision, or null while the box does not answer. */
async function fetchDecision(thread: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const accept = "application/octet-stream";
    const response = await request(`${decisionsPath}/${thread}/export`, { accept });
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    return null;
  }
}

export function saveDecision(thread: string | null, file: Uint8Array<ArrayBuffer>): void {
  const type = "application/octet-stream";
  saveFile(new Blob([file], { type }), `decision-${thread?.slice(0, 8) ?? "file"}.moot`);
}

interface ReadButtonProps {
  reading: Reading<unknown>;
  icon: LucideIcon;
  /** What the button does, and what it says while it does. */
  label: string;
  working: string;
  onRead: () => void;
}

/** Begins to read what the box has. */
export function ReadButton({ reading, icon, label, working, onRead }: ReadButtonProps) {
  const busy = reading.step === "working" && working;
  return (
    <Button kind="primary" icon={icon} onClick={onRead} busy={busy}>
      {label}
    </Button>
  );
}

interface ReadingStateProps {
  reading: Reading<unknown>;
  words: Record<"working" | "away" | "unreadable", string>;
}

/** How far it has come, and why there is nothing to show. */
export function ReadingState({ reading: { step }, words }: ReadingStateProps) {
  if (step === "working") return <Loading>{words.working}</Loading>;
  if (step !== "away" && step !== "unreadable") return null;
  return (
    <Notice tone={step === "away" ? "wait" : "warn"} live>
      {words[step]}
    </Notice>
  );
}

interface OpenFileProps {
  title: string;
  label: string;
  onOpen: (file: Uint8Array<ArrayBuffer>) => void;
}

/** Takes a decision from a file, for whoever has no box in reach. */
export function OpenFile({ title, label, onOpen }: OpenFileProps) {
  const open = async (chosen: File | undefined) => {
    if (chosen !== undefined) onOpen(new Uint8Array(await chosen.arrayBuffer()));
  };
  return (
    <Card title={title}>
      <FileButton
        icon={FileUp}
        accept=".moot,application/octet-stream"
        onFiles={([chosen]) => open(chosen)}
      >
        {label}
      </FileButton>
    </Card>
  );
}
