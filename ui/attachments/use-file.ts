import { useEffect, useRef, useState } from "preact/hooks";
import type { Attachment } from "../../mesh/kinds/index.ts";
import { FolkmootError } from "../../mesh/op/index.ts";
import { connection } from "../offline/index.ts";
import { fetchFile, readCopy } from "./copies.ts";
import { mayBePicture } from "./file-kind.ts";
import { readKept } from "./kept-files.ts";
import { sendCopyAgain } from "./uploads.ts";

/** What is at hand of a file. */
export interface FileAtHand {
  content: Blob | null;
  step: "rest" | "fetching";
  received: number;
  /** Code of why it could not be had. */
  problem: string | null;
  isOnBox: boolean;
  /** The file, from this phone or the box; null when it cannot be had now. */
  open(): Promise<Blob | null>;
}

/** Pictures up to here are fetched unasked: a thumbnail is why people look. */
const unaskedBytesMax = 1_500_000;

/** A file of a proposal: what this phone has of it, and the way to the rest. */
export function useFile(
  file: Attachment & { received?: number },
  { thread, isMine }: { thread: string; isMine: boolean },
): FileAtHand {
  const { hash, bytes, received: onBox } = file;
  const [content, setContent] = useState<Blob | null>(null);
  const [fetching, setFetching] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const leaving = useRef<AbortController | null>(null);
  const isOnBox = onBox === bytes;

  const fetch = async (): Promise<Blob | null> => {
    const signal = leaving.current?.signal ?? new AbortController().signal;
    setProblem(null);
    setFetching(0);
    try {
      const fetched = await fetchFile(file, { thread, signal, onProgress: setFetching });
      setContent(fetched);
      return fetched;
    } catch (error) {
      const code = error instanceof FolkmootError ? error.code : "other";
      if (!signal.aborted) setProblem(code);
      return null;
    } finally {
      if (!signal.aborted) setFetching(null);
    }
  };

  useEffect(() => {
    const left = new AbortController();
    leaving.current = left;
    findHere(file, thread, isMine)
      .then((found) => {
        if (left.signal.aborted) return;
        setContent(found);
        const isSmall = bytes <= unaskedBytesMax && mayBePicture(file.type);
        const isInReach = connection.value.reach === "online";
        if (found === null && isOnBox && isSmall && isInReach) fetch();
      })
      .catch(() => undefined);
    return () => left.abort();
  }, [hash, isOnBox]);

  return {
    content,
    step: fetching === null ? "rest" : "fetching",
    received: fetching ?? 0,
    problem,
    isOnBox,
    open: () => (content === null ? fetch() : Promise.resolve(content)),
  };
}

/** On its way to the box, or opened before. */
async function findHere(
  file: Attachment & { received?: number },
  thread: string,
  isMine: boolean,
): Promise<Blob | null> {
  const waiting =
    (await readKept("attachment", file.hash)) ?? (await readKept("attachment-kept", file.hash));
  if (waiting !== null) return waiting.content;
  const copy = await readCopy(file.hash, thread);
  // A box that was restored, or has not heard of it for long, gets it again from whoever gave it.
  if (copy !== null && isMine && file.received === 0) {
    const { name, type, bytes, salt, hash } = file;
    await sendCopyAgain({ name, type, bytes, salt, hash }, copy);
  }
  return copy;
}
