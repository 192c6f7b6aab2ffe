import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  "field.title": "Archivos",
  "field.hint":
    "Un plano, un presupuesto, una foto: hasta {count} archivos de {size} cada uno. Quien ve la propuesta puede guardarlos.",
  "field.choose": "Adjuntar archivos",
  "field.photo": "Hacer una foto",
  "field.drop": "o suéltalos aquí",
  "field.full": "Ya son {count} archivos, no caben más. Quita uno para adjuntar otro.",
  "field.remove": "Quitar {name}",
  "field.added": "{name} queda adjunto.",
  "field.removed": "{name} queda quitado.",

  "files.title": { one: "Archivo ({count})", other: "Archivos ({count})" },
  "file.save": "Guardar",
  "file.enlarge": "Ver {name} en grande",
  "file.here": "En este teléfono",
  "file.fetching": "Se está trayendo",
  "file.sending": "Se está enviando a la caja",
  "file.progress": "{received} de {size}",
  "file.needsBox": "No está en este teléfono",
  "file.needsBoxText": "Hace falta la caja para abrirlo.",
  "file.notYet": "Aún no está aquí",
  "file.notYetText": "Llega desde el teléfono de quien lo adjuntó.",
  "file.partly": "Está llegando",
  "file.waiting": "Solo en este teléfono",
  "file.waitingText": "Se envía por sí solo cuando la caja esté al alcance.",
  "file.refused": "La caja no aceptó este archivo. Está a salvo en este teléfono.",
  "file.again": "Probar otra vez",
  "file.giveUp": "Dejarlo",
  "file.lost":
    "{names}: ya no está en este teléfono. Quítalo y adjúntalo otra vez antes de proponer.",

  "compare.added": "Añadidos: {names}",
  "compare.removed": "Quitados: {names}",

  "problem.attachment-empty": "Este archivo está vacío. Mira si se guardó y elígelo otra vez.",
  "problem.attachment-size": "Un archivo puede tener {size}. Hazlo más pequeño o divídelo.",
  "problem.attachment-unreadable":
    "Este archivo no se puede leer. Si está en una nube o en una memoria, cópialo antes a este dispositivo.",
  "problem.attachment-damaged":
    "Lo que llegó no es el archivo que se propuso, así que no se muestra. Pregunta a quien lo adjuntó.",
  "problem.attachment-absent": "La caja ya no lo tiene, o no es para ti.",
  "problem.attachment-hash":
    "Algo falló por el camino y la caja no guardó nada de él. Prueba otra vez.",
  "problem.attachments-many": "No se adjuntó: {count} archivos son el máximo.",
  "problem.attachments-waiting":
    "Demasiados archivos tuyos esperan a sus propuestas. Sigue cuando hayan llegado.",
  "problem.phone-full": "No queda sitio en este teléfono. Haz sitio y elígelo otra vez.",
  "problem.disk-full":
    "La caja no tiene sitio ahora. Una persona responsable tiene que hacer sitio; después sigue por sí solo.",
  "problem.member-ration":
    "Es más de lo que la caja acepta de una persona en un día. Mañana sigue por sí solo.",
  "problem.unreachable": "La caja no responde. Prueba otra vez cuando esté al alcance.",
  "problem.other": "No funcionó. No se pierde nada: prueba otra vez más tarde.",
};
export default es;
