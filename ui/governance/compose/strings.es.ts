import type { Strings } from "../../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Proponer algo",
  restored: "Esto es lo que habías empezado a escribir. Está guardado en este teléfono.",
  propose: "Proponerlo",
  keepDraft: "Guardarlo como borrador",
  done: "Firmado. Las demás personas lo verán en cuanto lo tenga la caja.",
  doneDraft: "Guardado. Solo lo ves tú.",
  "amend.others":
    "Solo la cambia quien la propuso. Di en la conversación qué cambiarías, o propón otra cosa.",
  "amend.title": "Cambiar la propuesta",
  "amend.propose": "Proponer esta versión",
  "amend.text":
    "A quien ya votó se le pide votar otra vez: sus votos eran sobre la versión anterior.",
  "words.title": "¿Qué propones?",
  "words.titleHint": "Una frase a la que se pueda responder.",
  "words.summary": "De qué se trata",
  "words.summaryHint":
    "En palabras sencillas: qué cambia, para quién, y qué pasa si no se hace nada.",
  "words.body": "En detalle",
  "fault.title": "Di en una frase qué propones.",
  "fault.options": "Escribe al menos dos opciones.",
  "fault.effects":
    "Esta manera de decidir solo pregunta. Elige otra, o quita lo que debería hacer la caja.",
  "fault.partner":
    "Comparte conocimiento con un nombre que no es de ninguna comunidad amiga. Quítalo y elige una, o haz amistad con ella en la misma propuesta.",
  "options.title": "Entre qué se elige",
  "options.label": "Opción {number}",
  "options.add": "Una opción más",
  "options.remove": "Quitar la opción {number}",
  "effects.title": "Qué hace la caja si sale adelante",
  "effects.text":
    "Déjalo vacío si es un acuerdo entre personas. Lo que elijas aquí ocurre solo, una vez, y solo otra decisión puede deshacerlo.",
  "effects.add": "Añadir algo",
  "effects.choose": "¿Qué debe hacer?",
  "effects.take": "Ponerlo en la propuesta",
  "effects.remove": "Quitarlo",
  "model.title": "Cómo se decide",
  "model.other": "Decidirlo de otra manera",
  "model.noQuorum": "Vale por poca gente que participe.",
  "model.heads": {
    one: "Tiene que participar {count} de {members}.",
    other: "Tienen que participar {count} de {members}.",
  },
  "model.atLeast": "Al menos {share} de quienes toman partido dicen sí.",
  "model.moreThan": "Más de {share} de quienes toman partido dicen sí.",
  "finer.title": "Más: razón, tema, revisión, resultados ocultos",
  "finer.rationale": "Por qué esto y no otra cosa",
  "finer.rationaleHint": "Para quien lo busque dentro de años.",
  "finer.topic": "Tema",
  "finer.topicHint": "Una palabra, como huerta. Por ella se sabe quién pasó su voto en ese tema.",
  "finer.review": "Volver a mirarla el",
  "finer.reviewHint": "Ese día te lo recordamos.",
  "finer.hidden": "Ocultar los resultados hasta el cierre",
  "finer.hiddenSentence":
    "Hasta el cierre se ve cuántas personas votaron, y nadie ve qué. Después queda abierto.",
  "finer.about": "Personas de las que trata",
  "finer.aboutHint": "Votan como las demás, pero no pueden bloquearla.",
  "finer.items": "Saberes relacionados",
  "finer.itemsHint":
    "Se muestran los más nuevos. Cualquier otro se adjunta desde su propia página.",
  "finer.item": "Un saber adjunto",
  "vote.title": "¿Y tú?",
  "vote.withYes": "Mi propio sí va con ella",
  "vote.withYesDetail": "Puedes cambiarlo mientras se vote.",
  "follows.alone": "Aquí solo votas tú: queda decidido en un segundo y registrado con tu nombre.",
  "follows.voters": {
    one: "Puede votar {count} persona.",
    other: "Pueden votar {count} personas.",
  },
  "follows.talkAndVote": "Se habla {discussion} y después se vota {voting}.",
  "follows.voteAtOnce": "Se vota desde el principio, {voting}.",
  "follows.hours": { one: "{count} hora", other: "{count} horas" },
  "follows.early": "Termina en cuanto voten todas.",
  "follows.unknown":
    "Cuánto se habla y se vota queda fijado cuando la caja la abre, según las reglas de la comunidad.",
};

export default es;
