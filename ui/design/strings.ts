import { defineStrings } from "../i18n/index.ts";
import en from "./strings.en.ts";
import es from "./strings.es.ts";

/** Words that every page needs; part of the first load. */
export const words = defineStrings<typeof en>({ en, es });
