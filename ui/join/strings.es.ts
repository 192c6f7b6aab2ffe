import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  "welcome.title": "Te damos la bienvenida",
  "welcome.lead": "Este es el lugar de {community}: lo que sabéis, preguntáis y decidís juntos.",
  "welcome.leadUnnamed": "El lugar propio de una comunidad: lo que sabe, pregunta y decide.",
  "welcome.scan": "Escanear una invitación",
  "welcome.scanDetail": "Alguien te muestra un código en su teléfono, o está colgado en la pared",
  "welcome.type": "Escribir un código corto",
  "welcome.typeDetail": "Ocho letras y números que te da alguien de la comunidad",
  "welcome.recover": "Fundé la comunidad y perdí mi teléfono",
  "welcome.recoverDetail": "Necesitas las doce palabras de la fundación",
  "welcome.unfounded": "Esta caja aún no tiene comunidad",
  "welcome.unfoundedText":
    "Escanea el código que la caja muestra en su terminal o en su pantalla para fundarla.",
};
export default es;
