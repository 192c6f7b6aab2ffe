import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  "task.summarise": "Resumir",
  "task.plain": "En lenguaje sencillo",
  "task.translate": "Traducir",
  "task.proposal": "Redactar una propuesta",
  "task.notice": "Redactar un aviso",

  "lead.summarise": "El modelo de la caja resume lo dicho. Puede dejarse cosas.",
  "lead.plain":
    "El modelo de la caja lo vuelve a escribir con frases cortas y palabras corrientes.",
  "lead.translate": "El modelo de la caja lo traduce. Conviene que lo lea alguien que hable ambas.",
  "lead.proposal": "El modelo de la caja hace una propuesta con tus notas.",
  "lead.notice": "El modelo de la caja hace un aviso con tus notas.",

  language: "En qué idioma",
  begin: "Escribir un borrador",
  again: "Escribirlo otra vez",
  waiting: "Se le pide al modelo…",
  "waiting.next": "El tuyo es el siguiente con el modelo.",
  "waiting.place": {
    one: "Hay {count} antes del tuyo con el modelo.",
    other: "Hay {count} antes del tuyo con el modelo.",
  },
  "waiting.minutes": {
    one: "Tarda alrededor de {count} minuto.",
    other: "Tarda alrededor de {count} minutos.",
  },
  writing: "El modelo está escribiendo…",
  "made.by": "Borrador de {model}. Léelo y cámbialo: respondes de lo que firmas.",
  "cut.short": "El modelo paró antes del final. Toma un texto más corto.",
  kept: "Nada de esto se guarda en la caja. Al cerrarlo, desaparece.",
  use: "Seguir con esto",
  "use.replaces": "Si sigues con él, ocupa el lugar de tus notas.",
  copy: "Copiar",
  copied: "Copiado.",
  "copy.failed": "Este navegador no copia. Marca el texto y cópialo a mano.",
  failed: "Esta vez no hay borrador",
  "failed.none": "Aquí no hay ningún modelo de lenguaje",
  "failed.none.text":
    "Sin él la caja no puede redactar. Una persona responsable puede añadir un modelo (Más, La caja, Modelos de lenguaje), y la comunidad decide usarlo.",
  "failed.unreachable": "La caja no respondió. Prueba de nuevo cuando esté al alcance.",
  "failed.long": "Este texto es demasiado largo para un borrador. Toma una parte.",
  "failed.many": "Se están escribiendo varios borradores tuyos. Espera a que llegue uno.",
  "failed.full": "Mucha gente espera al modelo. Prueba de nuevo dentro de unos minutos.",
  "failed.empty": "Escribe antes unas notas: de qué se trata y qué quieres.",
  "failed.gone": "Aquello de lo que se trata ya no está aquí, o no es para ti.",
  "failed.other": "Ahora no se puede preguntar al modelo. Prueba de nuevo en un momento.",
};
export default es;
