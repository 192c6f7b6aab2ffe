import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { pictureTypeOf } from "./file-kind.ts";

interface PictureProps {
  content: Blob;
  alt: string;
  class?: string;
  /** Shown for what is no picture after all. */
  otherwise: ComponentChildren;
}

const beginningBytes = 16;

/** A picture out of bytes on this phone: shown as dots, never run. */
export function Picture({ content, alt, otherwise, ...rest }: PictureProps) {
  const url = usePictureUrl(content);
  const [isBroken, setBroken] = useState(false);
  if (url === null || isBroken) return <>{otherwise}</>;
  return <img class={rest.class} src={url} alt={alt} onError={() => setBroken(true)} />;
}

/** Null while it is looked at, and for what is no picture. */
function usePictureUrl(content: Blob): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let isCurrent = true;
    content
      .slice(0, beginningBytes)
      .arrayBuffer()
      .then((beginning) => {
        const type = pictureTypeOf(new Uint8Array(beginning));
        if (type === null || !isCurrent) return;
        made = URL.createObjectURL(content.slice(0, content.size, type));
        setUrl(made);
      })
      .catch(() => undefined);
    return () => {
      isCurrent = false;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [content]);
  return url;
}
