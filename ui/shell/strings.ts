import { defineStrings } from "../i18n/index.ts";
import en from "./strings.en.ts";

export const text = defineStrings<typeof en>({ en, es: () => import("./strings.es.ts") });
