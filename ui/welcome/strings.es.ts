import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Te damos la bienvenida",
  lead: "Este es el lugar de {community}: lo que sabéis, preguntáis y decidís juntos.",
  leadUnnamed: "El lugar propio de una comunidad: lo que sabe, pregunta y decide.",
  scan: "Escanear una invitación",
  scanDetail: "Alguien te muestra un código en su teléfono, o está colgado en la pared",
  type: "Escribir un código corto",
  typeDetail: "Ocho letras y números que te da alguien de la comunidad",
  recover: "Fundé la comunidad y perdí mi teléfono",
  recoverDetail: "Necesitas las doce palabras de la fundación",
  unfounded: "Esta caja aún no tiene comunidad",
  unfoundedText:
    "Escanea el código que la caja muestra en su terminal o en su pantalla para fundarla.",
};
export default es;
