/** A colour as sRGB channels 0..255. */
export type Rgb = readonly [number, number, number];

/** Reads `#rrggbb`. Throws on anything else: colours are written by us, never by strangers. */
export function parseHex(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!match) throw new Error(`not a colour: ${hex}`);
  const [, red = "", green = "", blue = ""] = match;
  return [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)];
}

/** Writes `#rrggbb`. */
export function formatHex(rgb: Rgb): string {
  return `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** Relative luminance after WCAG 2.2. */
export function luminance(hex: string): number {
  const [red, green, blue] = parseHex(hex).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio after WCAG 2.2, 1..21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** `share` of `towards` mixed into `from`, in sRGB. */
export function mix(from: string, towards: string, share: number): string {
  const target = parseHex(towards);
  const mixed = parseHex(from).map((channel, i) => {
    return channel + ((target[i] as number) - channel) * share;
  });
  return formatHex(mixed as unknown as Rgb);
}

/** `hex` with its HSL lightness (0..1) replaced: hue and saturation stay. */
export function withLightness(hex: string, lightness: number): string {
  const { hue, saturation } = toHsl(hex);
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    return 255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return formatHex([channel(0), channel(8), channel(4)]);
}

function toHsl(hex: string): { hue: number; saturation: number; lightness: number } {
  const [red, green, blue] = parseHex(hex).map((channel) => channel / 255) as unknown as Rgb;
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  const [lightness, spread] = [(most + least) / 2, most - least];
  if (spread === 0) return { hue: 0, saturation: 0, lightness };
  const saturation = spread / (1 - Math.abs(2 * lightness - 1));
  const sector =
    most === red
      ? ((green - blue) / spread + 6) % 6
      : most === green
        ? (blue - red) / spread + 2
        : (red - green) / spread + 4;
  return { hue: sector * 60, saturation, lightness };
}

/**
 * The colour nearest to `hex` that has at least `ratio` against every ground, found by moving its
 * lightness away from the grounds in steps of 1 %. A community may choose any brand colour: its
 * text stays readable.
 */
export function readable(hex: string, grounds: string[], ratio: number): string {
  const step = grounds.every((ground) => luminance(ground) < 0.2) ? 0.01 : -0.01;
  let candidate = hex;
  for (let lightness = toHsl(hex).lightness; lightness > 0 && lightness < 1; lightness += step) {
    if (grounds.every((ground) => contrast(candidate, ground) >= ratio)) return candidate;
    candidate = withLightness(hex, lightness + step > 0 ? Math.min(1, lightness + step) : 0);
  }
  return step > 0 ? "#ffffff" : "#000000";
}
