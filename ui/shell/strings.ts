import { defineStrings } from "../i18n/index.ts";
import en from "./strings.en.ts";
import es from "./strings.es.ts";

export const text = defineStrings<typeof en>({ en, es });
