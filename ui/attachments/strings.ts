import { defineStrings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

export const text = defineStrings<typeof en>({
  en: () => import("./strings.en.ts"),
  es: () => import("./strings.es.ts"),
});
