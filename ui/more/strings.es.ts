import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  "more.title": "Más",
  "more.community": "Comunidad",
  "more.communityDetail": "Personas, invitaciones, lo que es de todas",
  "more.me": "Yo",
  "more.meDetail": "Perfil, dispositivos, privacidad, tus datos",
  "more.outbox": "Lo que espera a ser enviado",
  "more.outboxDetail": { one: "{count} cosa espera", other: "{count} cosas esperan" },
  "more.outboxEmpty": "No espera nada",
  "more.emergency": "Emergencia",
  "more.emergencyDetail": "Qué está en vigor y quién puede declararla",
  "more.box": "La caja",
  "more.boxDetail": "Estado, espacio, certificado, versiones",
  "more.connection": "Conexión",
  "more.connectionDetail": "Cuando no se llega a la caja",
  "lost.title": "Esta página no existe",
  "lost.text": "El enlace puede ser antiguo o estar incompleto.",
  "lost.home": "Ir al inicio",
};
export default es;
