/** What a request tells of its visitor: the device in hand and the language spoken. */

export type DeviceKind = "android" | "iphone" | "computer";
export type Language = "en" | "es";

export const deviceKinds: readonly DeviceKind[] = ["android", "iphone", "computer"];
export const languages: readonly Language[] = ["en", "es"];

/** A guess from the User-Agent. An iPad says that it is a Mac; the page's script knows better. */
export function deviceKindOf(userAgent: string): DeviceKind {
  if (/iPhone|iPad|iPod/.test(userAgent)) return "iphone";
  return /Android/.test(userAgent) ? "android" : "computer";
}

/** The wanted one (`?lang=es`), else the first of Accept-Language we have (RFC 9110 §12.5.4). */
export function languageOf(wanted: string | null, accepted: string): Language {
  const ranked = accepted
    .slice(0, 500)
    .split(",")
    .map((range) => {
      const [tag = "", ...parameters] = range.trim().toLowerCase().split(";");
      const quality = /^\s*q=([\d.]+)$/.exec(parameters.at(-1) ?? "")?.[1];
      return { language: tag.split("-")[0] as Language, quality: Number(quality ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ language }) => language);
  return [wanted as Language, ...ranked].find((one) => languages.includes(one)) ?? "en";
}
