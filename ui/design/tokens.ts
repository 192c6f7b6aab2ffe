import { mix, readable, withLightness } from "./colour.ts";

/**
 * The colours of the app, by meaning. `*Text` and `*Soft` come in pairs: text on its own soft
 * ground. Nothing is told by colour alone: every tone has an icon and a word beside it.
 */
export interface Tokens {
  paper: string;
  surface: string;
  sunken: string;
  ink: string;
  inkSoft: string;
  line: string;
  lineStrong: string;
  primary: string;
  onPrimary: string;
  primaryText: string;
  primarySoft: string;
  secondary: string;
  onSecondary: string;
  secondaryText: string;
  secondarySoft: string;
  okText: string;
  okSoft: string;
  waitText: string;
  waitSoft: string;
  warnText: string;
  warnSoft: string;
  dangerText: string;
  dangerSoft: string;
  danger: string;
  onDanger: string;
  focus: string;
  /** Behind a dialog. */
  veil: string;
  /** CAP severity, for the alerts that come later: text on the paper of the mode. */
  capExtreme: string;
  capSevere: string;
  capModerate: string;
  capMinor: string;
}

/** The two colours a community may choose. */
export interface Brand {
  primary: string;
  secondary: string;
}

/** Garden green and clay. */
export const defaultBrand: Brand = { primary: "#2d5a3d", secondary: "#b85450" };

const bodyRatio = 7;
const controlRatio = 4.5;

/** Warm paper in daylight. */
export function lightTokens(brand: Brand): Tokens {
  const paper = "#faf7f2";
  const surface = "#ffffff";
  const sunken = "#f2ede4";
  const grounds = [paper, surface, sunken];
  const soft = (hex: string) => mix(paper, withLightness(hex, 0.86), 0.55);
  const tone = (hex: string) => readable(hex, [...grounds, soft(hex)], bodyRatio);
  return {
    paper,
    surface,
    sunken,
    ink: "#1e2420",
    inkSoft: readable("#4c554e", [...grounds, soft(brand.primary), soft(brand.secondary)], 7.6),
    line: "#ddd6c9",
    lineStrong: readable("#857d70", grounds, controlRatio),
    primary: readable(brand.primary, ["#ffffff", paper, sunken], bodyRatio),
    onPrimary: "#ffffff",
    primaryText: tone(brand.primary),
    primarySoft: soft(brand.primary),
    secondary: readable(brand.secondary, ["#ffffff", paper, sunken], controlRatio),
    onSecondary: "#ffffff",
    secondaryText: tone(brand.secondary),
    secondarySoft: soft(brand.secondary),
    okText: tone("#23613f"),
    okSoft: soft("#23613f"),
    waitText: tone("#2f5570"),
    waitSoft: soft("#2f5570"),
    warnText: tone("#7a4b00"),
    warnSoft: soft("#c98a1b"),
    dangerText: tone("#9b2318"),
    dangerSoft: soft("#9b2318"),
    danger: readable("#a8281c", ["#ffffff", paper, sunken], controlRatio),
    onDanger: "#ffffff",
    focus: "#1d4f91",
    veil: "rgb(30 36 32 / 0.45)",
    capExtreme: readable("#8b1a6b", grounds, bodyRatio),
    capSevere: readable("#9b2318", grounds, bodyRatio),
    capModerate: readable("#7a4b00", grounds, bodyRatio),
    capMinor: readable("#2f5570", grounds, bodyRatio),
  };
}

/** Deep, never black: black is for crisis mode on OLED. */
export function darkTokens(brand: Brand): Tokens {
  const paper = "#171a17";
  const surface = "#1f2420";
  const sunken = "#121512";
  const grounds = [paper, surface, sunken];
  const soft = (hex: string) => mix(paper, hex, 0.16);
  const tone = (hex: string) => readable(hex, [...grounds, soft(hex)], bodyRatio);
  const fill = (hex: string) => readable(hex, [...grounds, "#10150f"], bodyRatio);
  return {
    paper,
    surface,
    sunken,
    ink: "#ece8e0",
    inkSoft: readable("#b9bcb2", [...grounds, soft(brand.primary), soft(brand.secondary)], 8.4),
    line: "#363c36",
    lineStrong: readable("#7d857c", grounds, controlRatio),
    primary: fill(brand.primary),
    onPrimary: "#10150f",
    primaryText: tone(brand.primary),
    primarySoft: soft(brand.primary),
    secondary: fill(brand.secondary),
    onSecondary: "#10150f",
    secondaryText: tone(brand.secondary),
    secondarySoft: soft(brand.secondary),
    okText: tone("#4c9a6c"),
    okSoft: soft("#4c9a6c"),
    waitText: tone("#5f93b8"),
    waitSoft: soft("#5f93b8"),
    warnText: tone("#d59a3a"),
    warnSoft: soft("#d59a3a"),
    dangerText: tone("#e0695c"),
    dangerSoft: soft("#e0695c"),
    danger: fill("#e0695c"),
    onDanger: "#10150f",
    focus: "#9cc4ff",
    veil: "rgb(0 0 0 / 0.6)",
    capExtreme: readable("#d977c0", grounds, bodyRatio),
    capSevere: readable("#e0695c", grounds, bodyRatio),
    capModerate: readable("#d59a3a", grounds, bodyRatio),
    capMinor: readable("#5f93b8", grounds, bodyRatio),
  };
}

/** What "more contrast" changes: ink and lines at full strength, grounds flat. */
export const strongLight: Partial<Tokens> = {
  paper: "#ffffff",
  surface: "#ffffff",
  sunken: "#ffffff",
  ink: "#000000",
  inkSoft: "#1e2420",
  line: "#1e2420",
  lineStrong: "#000000",
};

/** The same in the dark. */
export const strongDark: Partial<Tokens> = {
  paper: "#000000",
  surface: "#000000",
  sunken: "#000000",
  ink: "#ffffff",
  inkSoft: "#ece8e0",
  line: "#c3c5bb",
  lineStrong: "#ffffff",
};

function declarations(tokens: Partial<Tokens>): string {
  return Object.entries(tokens)
    .map(([name, value]) => `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}:${value}`)
    .join(";");
}

/**
 * The tokens as custom properties on `:root`. The system's choice holds until the member makes
 * one: then `data-theme` (light, dark) and `data-contrast` (more) say so.
 */
export function tokensCss(brand: Brand): string {
  const [light, dark] = [declarations(lightTokens(brand)), declarations(darkTokens(brand))];
  const [moreLight, moreDark] = [declarations(strongLight), declarations(strongDark)];
  return [
    `:root{color-scheme:light;${light}}`,
    `:root[data-contrast=more]{${moreLight}}`,
    `:root[data-theme=dark]{color-scheme:dark;${dark}}`,
    `:root[data-theme=dark][data-contrast=more]{${moreDark}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${dark}}`,
    `:root:not([data-theme=light])[data-contrast=more]{${moreDark}}}`,
  ].join("\n");
}
