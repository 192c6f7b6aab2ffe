interface AvatarProps {
  name: string;
  /** 0..359, from the member's profile. */
  hue: number;
  size?: "small" | "large";
}

/** A face made from initials. The name stands beside it, so it is not read aloud. */
export function Avatar({ name, hue, size }: AvatarProps) {
  return (
    <span class={`avatar ${size ?? ""}`} style={{ "--hue": String(hue) }} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** First letters of the first and the last word: `Ana María Ruiz` → `AR`. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/).filter(Boolean);
  const letters = [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map((part) =>
    part === undefined ? "" : ([...part][0] ?? ""),
  );
  return letters.join("").toLocaleUpperCase() || "?";
}
