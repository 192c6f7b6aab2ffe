import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  skip: "Ir a la página",
  navigation: "Lugares principales",
  "place.home": "Inicio",
  "place.ask": "Preguntar",
  "place.knowledge": "Saber",
  "place.community": "Comunidad",
  "place.more": "Más",
  update: "Hay una nueva versión de la aplicación.",
  "update.now": "Actualizar",
};
export default es;
