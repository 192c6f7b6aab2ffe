import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  "greeting.morning": "Buenos días, {name}",
  "greeting.day": "Hola, {name}",
  "greeting.evening": "Buenas noches, {name}",
  "greeting.nameless": "Hola",
  "needs.title": "Te necesita",
  "needs.nothing": "Nada espera por ti.",
  "needs.unknown": "Lo demás que pueda necesitarte aún no está en este teléfono.",
  "needs.refused": {
    one: "{count} envío tuyo no fue aceptado",
    other: "{count} envíos tuyos no fueron aceptados",
  },
  "needs.refusedDetail": "Mira por qué y qué puedes hacer",
  "needs.waiting": {
    one: "{count} envío espera en este teléfono",
    other: "{count} envíos esperan en este teléfono",
  },
  "needs.waitingDetail": "Sale solo cuando la caja está al alcance",
  "needs.votes": {
    one: "{count} decisión espera tu voto",
    other: "{count} decisiones esperan tu voto",
  },
  "needs.votesDetail": "Dos toques, también lejos de la caja",
  "needs.votesSoon": "La primera votación termina {when}",
  "needs.blocks": {
    one: "{count} bloqueo espera que se hable",
    other: "{count} bloqueos esperan que se hable",
  },
  "needs.blocksDetail": "Te toca: acuerda cómo se habla",
  "needs.decisions": {
    one: "Toca volver a mirar {count} decisión",
    other: "Toca volver a mirar {count} decisiones",
  },
  "needs.decisionsDetail": "Habías puesto un día para ello",
  "needs.requests": {
    one: "{count} cambio espera tu sí",
    other: "{count} cambios esperan tu sí",
  },
  "needs.requestsDetail": "Sobre lo que es de todas las personas",
  "needs.offices": {
    one: "Tu cargo termina pronto: ¿quién sigue?",
    other: "{count} de tus cargos terminan pronto: ¿quién sigue?",
  },
  "needs.officesDetail": "Termina {when}. Deja una nota para quien te releve",
  "needs.officesOver": "El plazo terminó: hay que decidir quién viene después",
  "needs.review": {
    one: "{count} texto espera una mirada",
    other: "{count} textos esperan una mirada",
  },
  "needs.reports": { one: "{count} aviso", other: "{count} avisos" },
  "needs.reviewDetail": "Como moderación",
  "needs.conflicts": {
    one: "{count} texto se cambió en dos lugares",
    other: "{count} textos se cambiaron en dos lugares",
  },
  "needs.conflictsDetail": "Alguien tiene que unir las dos versiones",
  "questions.title": "Alguien pregunta",
  "questions.by": "{name}, {when}",
  "questions.more": "Todas las preguntas abiertas",
  "new.title": "Nuevo en lo que saben",
  "new.by": "{name}, {when}",
  "new.more": "Todo el conocimiento",
  "new.none": "Todavía no se ha enseñado nada",
  "new.noneText":
    "Empieza por lo que siempre te preguntan: dónde cuelga la llave, a quién llamar, cómo se hace.",
  "new.teach": "Enseñar algo",
  "start.title": "Primeros pasos",
  "start.teach": "Enseña algo que sabes",
  "start.teachDetail": "Un teléfono, una receta, una norma de la casa",
  "start.ask": "Pregunta algo",
  "start.askDetail": "Las respuestas vienen con su fuente",
  "start.invite": "Invita a la siguiente persona",
  "start.inviteDetail": "Con un código para escanear",
  ask: "Hacer una pregunta",
  somebody: "Alguien",
};

export default es;
