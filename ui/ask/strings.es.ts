import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Preguntar",
  "question.label": "Tu pregunta",
  "question.placeholder": "Tu pregunta",
  "question.send": "Preguntar",
  "question.notKept":
    "Este teléfono no tiene sitio para guardar tu pregunta. Libera un poco y pregunta otra vez.",
  "question.long": {
    one: "Sobra {count} letra. Acórtala un poco.",
    other: "Sobran {count} letras. Acórtala un poco.",
  },

  "empty.title": "¿Qué quieres saber?",
  "empty.text":
    "Pregunta por el agua, las herramientas, las normas, las recetas: lo que alguien haya enseñado. Tus preguntas solo las lees tú.",
  "empty.teach": "Enseñar algo",

  new: "Nueva conversación",
  "new.short": "Nueva",
  "earlier.short": "Antes",
  earlier: "Preguntas anteriores",
  "earlier.lead":
    "Solo tú puedes leerlas. Están en la caja, cerradas con una llave que es solo tuya.",
  "earlier.search": "Buscar en tus conversaciones",
  "earlier.none": "Aún no hay conversaciones",
  "earlier.none.text": "Lo que preguntas se guarda aquí, solo para ti, hasta que lo borres.",
  "earlier.more": "Ver conversaciones más antiguas",
  "earlier.hits": { one: "{count} lugar encontrado", other: "{count} lugares encontrados" },
  "earlier.hits.none": "Nada encontrado en tus conversaciones",
  "earlier.hits.more": "Buscar también en las más antiguas",
  "earlier.hits.offline":
    "Para buscar en las conversaciones hace falta la caja, porque sus palabras están cerradas allí. Títulos en este teléfono:",
  "earlier.turns": { one: "{count} pregunta", other: "{count} preguntas" },
  "earlier.inAnswer": "En una respuesta",
  "earlier.inQuestion": "En una pregunta",
  "earlier.waiting": {
    one: "{count} pregunta espera en este teléfono",
    other: "{count} preguntas esperan en este teléfono",
  },

  manage: "Exportar o borrar",
  "export.title": "Llevarte tus conversaciones",
  "export.text": "El archivo se guarda en este aparato y lo lee cualquiera que pueda abrirlo.",
  "export.all.md": "Todas, para leer (Markdown)",
  "export.all.json": "Todas, para programas (JSON)",
  "export.one.md": "Para leer (Markdown)",
  "export.one.json": "Para programas (JSON)",
  "export.busy": "Pidiendo a la caja…",
  "delete.title": "Borrar para siempre",
  "delete.all": "Borrar todas las conversaciones",
  "delete.one": "Borrar esta conversación",
  "delete.one.text":
    "Sus preguntas y respuestas se quitan de la caja y de este teléfono. Nadie puede recuperarlas, tampoco una persona responsable.",
  "delete.all.text":
    "Todo lo que preguntaste aquí, y cada respuesta, se quita de la caja y de este teléfono, junto con la llave que lo cerraba. Nadie puede recuperarlo, tampoco una persona responsable.",
  "delete.keep": "Conservar",
  "delete.busy": "Borrando…",
  "delete.done": "Borrado para siempre.",
  "manage.failed": "No ha funcionado. No ha cambiado nada.",
  "manage.unreachable":
    "La caja no ha contestado. No ha cambiado nada; inténtalo cuando esté a tu alcance.",

  "turn.you": "Preguntaste",
  "turn.answer": "Respuesta",
  "turn.sending": "Mirando lo que se sabe aquí…",
  "turn.reading": {
    one: "{count} pasaje encontrado. Eligiendo las frases que contestan…",
    other: "{count} pasajes encontrados. Eligiendo las frases que contestan…",
  },
  "turn.reading.none": "Nada encontrado hasta ahora…",
  "turn.next": "La tuya es la siguiente. Mientras tanto, estas son citas.",
  "turn.queued": {
    one: "Antes de la tuya se responde {count} pregunta. Mientras tanto, estas son citas.",
    other: "Antes de la tuya se responden {count} preguntas. Mientras tanto, estas son citas.",
  },
  "turn.minutes": {
    one: "Tarda alrededor de {count} minuto.",
    other: "Tarda alrededor de {count} minutos.",
  },
  "turn.writing": "El modelo escribe tu respuesta…",
  "turn.leave": "Puedes cerrar esta página. La respuesta te espera en esta conversación.",
  "turn.stop": "Parar aquí",
  "turn.waiting": "Espera en este teléfono. Se pregunta una vez, sola, cuando vuelva la caja.",
  "turn.withdraw": "No preguntarlo",
  "turn.answering": "La caja está respondiendo a esto. Lo que diga aparece aquí por sí solo.",
  "turn.failed": "La caja no ha podido contestar.",
  "turn.refused": "La caja no ha aceptado esta pregunta.",
  "turn.again": "Preguntar otra vez",
  "turn.busy":
    "La caja ya tiene varias preguntas tuyas. Esta espera en este teléfono y se hace por sí sola cuando una de ellas tenga respuesta.",
  "turn.broken":
    "La conexión se cortó. La caja sigue respondiendo, y lo que falta llega por sí solo cuando vuelva.",

  "trouble.failed": "Algo ha fallado allí. Tu pregunta se conserva: hazla otra vez.",
  "trouble.refused":
    "No se ha perdido nada. Hazla otra vez dentro de un momento, o con otras palabras.",
  "trouble.conversation-not-found": "Esta conversación se borró. La pregunta no se hizo.",
  "trouble.conversation-full": "Esta conversación está llena. Hazla en una nueva.",
  "trouble.too-many-conversations":
    "Tienes muchísimas conversaciones. Borra algunas en Preguntas anteriores y pregunta otra vez.",
  "trouble.conversation-unreadable":
    "La llave de esta conversación no está en la caja. Una persona responsable puede recuperarla de una copia de seguridad con sus llaves. En una conversación nueva puedes preguntar.",
  "trouble.question-too-long": "La pregunta es demasiado larga. Hazla con menos palabras.",
  "trouble.members-only":
    "El asistente de esta comunidad solo responde a miembros. Pregunta a la gente de aquí; una persona responsable puede hacerte miembro.",

  "answer.from": {
    one: "Respuesta de {count} pasaje",
    other: "Respuesta de {count} pasajes",
  },
  "answer.noModel": "No hay ningún modelo de lenguaje instalado: son citas, palabra por palabra.",
  "answer.noModel.how": "Cómo añadir uno",
  "answer.model":
    "Lo ha escrito {model} a partir de los pasajes de abajo. Puede equivocarse: abre las fuentes.",
  "answer.quoted": "Son citas, palabra por palabra.",
  "answer.quotes": "Lo que se citó primero",
  "answer.unsupported": "Su fuente no lo dice",
  "answer.unchecked": "en otra lengua que su fuente; solo se compararon los números",
  "notice.engine-unavailable":
    "Ahora no se pudo preguntar al modelo de lenguaje; por eso son las citas.",
  "notice.model-unsure":
    "El modelo de lenguaje no halló respuesta en estos pasajes. Las citas son lo más cercano.",
  "notice.stopped": "Lo paraste aquí.",
  "notice.timed-out": "El modelo de lenguaje tardó demasiado; esto es lo que hay.",
  "answer.expired": "El pasaje que mejor encaja está caducado. Compruébalo antes de fiarte.",
  "answer.superseded": "Parte de esto ha sido sustituida por algo más nuevo. Mira las fuentes.",
  "answer.cite": "Fuente {n}: {title}",
  "answer.sources": "De dónde sale",
  "answer.other": {
    one: "Se ha mirado {count} pasaje más",
    other: "Se han mirado {count} pasajes más",
  },

  "ruling.off-limits": "Tu comunidad deja esto a las personas: {topic}",
  "ruling.ask-first": "Pregunta primero a: {ask}",
  "ruling.ask-first.text": "Tu comunidad tiene una costumbre sobre {topic}.",

  "why.title": "Por qué esta respuesta",
  "why.passages": "Pasajes consultados",
  "why.left": "Ninguno: no se buscó nada",
  "why.model": "Escrita por",
  "why.model.none": "Nadie: son palabras de los miembros",
  "why.rules": "Reglas de la comunidad",
  "why.rules.first": "Como viene la caja: no se ha decidido nada al respecto",
  "why.rules.version": "Versión {version}",
  "why.rules.changed": "Versión {version}. Se han cambiado desde entonces.",
  "why.time": "Respondida",
  "why.took": { one: "en {count} segundo", other: "en {count} segundos" },
  "why.style.brief": "Responde con brevedad.",
  "why.style.balanced": "Responde con lo que haga falta.",
  "why.style.thorough": "Cuenta todo lo que toca a la respuesta.",
  "why.formality.casual": "Habla como entre vecinos.",
  "why.formality.neutral": "Habla sin formalidad ni confianza especial.",
  "why.formality.formal": "Habla con formalidad.",
  "why.personality": "Quién es: {personality}",
  "why.offLimits": "Se deja a las personas: {topics}",
  "why.askFirst": "Sobre {topic}, pregunta primero a: {ask}",

  "rules.title": "Cómo se comporta el asistente",
  "rules.lead": "Son las reglas de la comunidad. Cualquier miembro puede proponer otras.",
  "rules.see": "Ver o cambiar las reglas",
  "rules.voice": "Cómo habla",
  "rules.personality": "Quién es",
  "rules.personality.hint":
    "Por ejemplo: alguien del barrio, con paciencia, que sabe dónde está todo.",
  "rules.style": "Cuánto se extiende",
  "rules.formality": "En qué tono",
  "rules.houseTerms": "Se le dice qué significan las palabras propias de la comunidad",
  "rules.guests": "También pueden preguntar las visitas",
  "rules.limits": "Lo que deja a las personas",
  "rules.offLimits": "Se deja del todo a las personas",
  "rules.offLimits.hint":
    "Una línea por tema: tema, otras palabras / qué dice. Por ejemplo: medicina, dosis / Pregunta en la enfermería.",
  "rules.askFirst": "Primero se pregunta a alguien; no responde",
  "rules.askFirst.hint":
    "Una línea por tema: tema, otras palabras / a quién preguntar / qué dice. Por ejemplo: semillas viejas / una persona mayor / Tienen quien las cuida.",
  "rules.askAndAnswer": "Primero se pregunta a alguien; responde también",
  "rules.askAndAnswer.hint": "Se escribe de la misma manera.",
  "rules.boundaries": "Lo que no debe hacer",
  "rules.boundaries.hint":
    "Una frase por línea. Al modelo se le dice; nadie puede prometer que obedezca.",
  "rules.missing": "A una línea de arriba le falta el tema, o a quién preguntar.",
  "rules.incomplete": "A «{line}» le falta el tema, o a quién preguntar. Pon / entre las partes.",
  "rules.unchanged": "Estas son las reglas tal como están. Cambia algo antes.",
  "rules.undo": "Deshacer mis cambios",
  "rules.proposed": "La propuesta está hecha",
  "rules.open": "Ver la propuesta",

  "passage.expired": "Caducado",
  "passage.superseded": "Sustituido",
  "passage.gone":
    "Esta fuente ya no está aquí: se borró o se ocultó, o ahora es para otras personas.",
  "passage.replacedBy": "Abrir lo que lo sustituye",
  "answer.gone": "(Falta una frase: su fuente ya no está aquí.)",

  "unknown.title": "Nadie ha enseñado esto todavía",
  "unknown.text": "Nada de lo que sabe tu comunidad lo contesta. Mejor decirlo que adivinar.",
  "unknown.near": {
    one: "{count} pasaje es lo más cercano",
    other: "{count} pasajes son lo más cercano",
  },
  "unknown.ask": "Preguntar a la gente",
  "unknown.ask.text":
    "Tu pregunta se muestra a todo el mundo aquí, con tu nombre. Lo que contesten puede convertirse en saber de todos.",
  "unknown.asked": "Has preguntado a la comunidad",
  "unknown.asked.queued": "Solo en este teléfono. Se envía sola cuando la caja esté a tu alcance.",
  "unknown.asked.sent": "Enviada. Cualquiera de aquí puede contestar.",
  "unknown.asked.refused": "No aceptada: {why}",
  "unknown.open": "Ver la pregunta",

  "help.title": "¿Te ha servido?",
  "help.yes": "Sí",
  "help.no": "No",
  "help.which": "¿Qué pasaje te ha servido?",
  "help.all": "Todos",
  "help.thanks": "Gracias. Se queda en tu comunidad, y tu pregunta no forma parte de ello.",
  "help.thanks.no":
    "Gracias. Ayuda a encontrar mejores pasajes; tu pregunta no forma parte de ello.",

  "noModel.title": "Respuestas sin modelo de lenguaje",
  "noModel.text":
    "La caja busca los pasajes que encajan y cita sus frases. No se inventa nada, y nada sale de la caja.",
  "noModel.how":
    "Un modelo de lenguaje dice la respuesta con frases propias, cada una con sus fuentes. Una persona responsable añade su archivo a la caja (Más, La caja, Modelos de lenguaje) y la comunidad decide usarlo.",

  "conversation.gone": "Esta conversación no está aquí",
  "conversation.gone.text": "Se borró, o es de otra persona.",
};

export default es;
