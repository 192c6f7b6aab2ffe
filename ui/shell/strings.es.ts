import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  skip: "Ir a la página",
  navigation: "Lugares principales",
  "place.home": "Inicio",
  "place.ask": "Preguntar",
  "place.knowledge": "Saber",
  "place.decide": "Decidir",
  "place.more": "Más",
  update: "Hay una nueva versión de la aplicación.",
  "update.now": "Actualizar",
  "record.alarm": "El registro de la caja no es el que era.",
  "record.restored": "La caja se restauró de una copia.",
  "record.look": "Verlo",
  "emergency.now": "Emergencia: {reason}",
  "emergency.waiting": "Emergencia declarada, falta una segunda persona: {reason}",
  "emergency.look": "Ver",
  "broken.title": "Esta página se ha roto",
  "broken.what": "Es culpa nuestra, no tuya",
  "broken.safe": "Lo que escribiste sigue en este teléfono. Carga la página otra vez o ve a otra.",
  "broken.reload": "Cargar otra vez",
  trouble: "No ha funcionado ({code}). No se ha perdido nada de lo que escribiste.",
  "trouble.unreachable":
    "Para eso hace falta la caja, y no respondió. Inténtalo cuando esté a tu alcance.",
  "trouble.body-too-large": "Es demasiado largo para una sola pieza. Divídelo en dos.",
  "trouble.malformed-body": "Algo de este formulario no se puede enviar así. Repásalo otra vez.",
  "trouble.device-revoked": "Este dispositivo está desconectado, así que la caja no lo aceptó.",
};
export default es;
