import type { Strings } from "../../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  "questions.lead": "Lo que la gente de aquí quiere saber.",
  "questions.ask": "Preguntar a la comunidad",
  "questions.ask.lead": "La ven todas las personas para quienes es, con tu nombre.",
  "questions.send": "Preguntar",
  "questions.open": "Abiertas",
  "questions.closed": "Contestadas",
  "questions.mine": "Mías",
  "questions.answers": { one: "{count} respuesta", other: "{count} respuestas" },
  "questions.unanswered": "Sin respuesta todavía",
  "questions.answered": "Contestada",
  "questions.none": "Aquí no hay preguntas",
  "questions.none.text":
    "Pregunta lo que nadie ha enseñado. La respuesta puede convertirse en saber de todos.",
  "questions.kept": "Guardado en este teléfono; se envía en cuanto la caja esté a tu alcance.",
  "questions.onPhone": "Tu pregunta",
  "questions.close": "Cerrar la pregunta",
  "questions.close.text": "Ya nadie podrá contestarla. Se puede seguir leyendo.",
  "questions.closed.done": "Cerrada.",
  "questions.closedWithout": "Cerrada sin respuesta aceptada.",
  "question.label": "Pregunta",
  "question.missing": "Escribe lo que quieres saber.",
  "answers.none": "Nadie ha contestado todavía",
  "answers.none.text": "Si sabes algo, aunque sea una parte, escríbelo abajo.",
  "answers.yours": "Tu respuesta",
  "answers.yours.hint": "La ven, con tu nombre, quienes pueden leer la pregunta.",
  "answers.missing": "Escribe al menos una frase.",
  "answers.send": "Contestar",
  "answers.kept": "Guardado en este teléfono; se envía en cuanto la caja esté a tu alcance.",
  "answers.accept": "Esto la contesta",
  "answers.accept.text":
    "La pregunta se cierra, y la respuesta se convierte en saber con el nombre de quien la dio. Se puede editar como cualquier otra.",
  "answers.accepted": "La respuesta aceptada",
  "answers.accepted.done": "Aceptada. Se ha convertido en saber.",
  "answers.becameItem": "Se ha convertido en saber:",
};

export default es;
