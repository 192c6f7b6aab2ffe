import { defineStrings } from "../i18n/index.ts";
import en from "./strings.en.ts";

/** Words that every page needs. English is part of the first load. */
export const words = defineStrings<typeof en>({ en, es: () => import("./strings.es.ts") });
