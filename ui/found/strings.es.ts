import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Fundar una comunidad",
  asking: "Preguntando a la caja…",
  scan: "La caja muestra un código para fundar en su terminal o en su pantalla. Escanéalo aquí.",
  unreachable: "La caja no respondió. ¿Estás en su WiFi? Aún no se ha decidido nada.",
  "wrong.title": "Este código no es el que la caja muestra ahora",
  "wrong.text":
    "La caja muestra un código nuevo cada vez que arranca. Escanea el que muestra ahora.",
  "founded.title": "Esta caja ya tiene su comunidad",
  "founded.text": "Alguien la fundó antes que tú. Pide una invitación a alguien de la comunidad.",
  "founded.join": "Entrar en ella",
  "member.title": "Formas parte de {community}",
  "member.home": "Ir al inicio",

  "step.name.title": "¿Cómo os llamáis?",
  "step.name.lead": "Tú y tus vecinos: un pueblo, una casa, una escuela, un huerto.",
  "step.values.title": "¿Qué os importa?",
  "step.values.lead": "Unas palabras que leerá primero quien llegue. Puedes dejarlo vacío.",
  "step.decision.title": "¿Cómo decidís?",
  "step.decision.lead":
    "Estas reglas sirven a la mayoría. Valen para todo el mundo, también para ti.",
  "step.founder.title": "¿Y quién eres tú?",
  "step.founder.lead": "Eres la primera persona de la comunidad y la primera que cuida la caja.",
  "step.recovery.title": "Guarda estas doce palabras",
  "step.recovery.lead":
    "Si pierdes este teléfono mientras estás a solas, son la única forma de volver.",
  "step.check.title": "Léelas de tu papel",
  "step.check.lead": "Dos de las doce, para estar seguros de que están escritas.",

  "missing.name": "La comunidad necesita un nombre.",
  "missing.languages": "Elige al menos un idioma.",
  "missing.founder": "Las demás personas querrán saber tu nombre.",
  "missing.written": "Primero escribe las palabras o imprímelas.",
  "missing.words": "Escribe las dos palabras para seguir.",
  found: "Fundar la comunidad",
  sending: "Fundando…",
  notSent: "La caja no respondió. No se ha perdido nada: inténtalo de nuevo.",

  "name.label": "Nombre de la comunidad",
  "name.hint": "Se ve arriba en la aplicación. Más adelante lo podéis cambiar entre todos.",
  "languages.label": "Idiomas que habláis",
  "languages.hint": "Se puede escribir en cualquier idioma.",

  "values.label": "Lo que apreciáis",
  "values.hint": "Toca lo que encaje.",
  "values.own": "Con tus propias palabras",
  "values.add": "Añadir",
  "value.care": "Nos cuidamos",
  "value.heard": "Se escucha a todo el mundo",
  "value.share": "Compartimos lo que sabemos",
  "value.land": "La tierra y el agua van primero",
  "value.repair": "Reparar antes que comprar",
  "value.privacy": "Lo privado se queda en privado",
  "value.together": "Decidimos en común",
  "value.peace": "Sin violencia",

  "decision.discussion": {
    one: "Primero hablamos {count} día",
    other: "Primero hablamos {count} días",
  },
  "decision.discussionDetail": {
    one: "Para que todo el mundo se entere. Después hay {count} día para votar.",
    other: "Para que todo el mundo se entere. Después hay {count} días para votar.",
  },
  "decision.quorum": "Tiene que participar el {share}",
  "decision.quorumDetail": "De 30 personas, al menos {people}. Abstenerse cuenta como participar.",
  "decision.approval": "Tiene que estar a favor el {share}",
  "decision.approvalDetail": "De quienes dicen sí, no o bloqueo.",
  "decision.veto": "Una sola persona puede parar una decisión",
  "decision.vetoDetail":
    "Quien vea un daño grave puede bloquearla y tiene que dar una razón. Entonces buscáis un camino mejor.",
  "decision.noVeto": "Nadie puede parar una decisión por sí solo",
  "decision.noVetoDetail": "Quien vea un daño puede decirlo y votar que no.",
  "decision.later": "Más adelante estas reglas se cambian igual: decidiendo en común.",
  "decision.change": "Cambiar estas reglas",
  "decision.discussionLabel": "Cuánto se habla primero",
  "decision.quorumLabel": "Cuántas personas tienen que participar",
  "decision.approvalLabel": "Cuántas tienen que estar a favor",
  "decision.vetoLabel": "Una sola persona puede parar una decisión",
  "decision.days": { one: "{count} día", other: "{count} días" },

  "founder.label": "Tu nombre",
  "founder.hint": "Como te llaman tus vecinos.",
  "founder.key": "Este teléfono será tu llave",
  "founder.keyText":
    "Firma lo que dices, sin contraseña. La llave no se puede copiar fuera de este teléfono, ni siquiera la caja puede.",

  "recovery.once": "Solo se muestran ahora",
  "recovery.onceText":
    "La caja no las guarda. Quien las tenga puede ocupar tu lugar: deja el papel donde guardas lo importante.",
  "recovery.sheet": "Llave de recuperación de {community}",
  "recovery.words": "Las doce palabras de la llave de recuperación",
  "recovery.code": "La llave de recuperación como código",
  "recovery.codeText":
    "El código dice lo mismo que las palabras. En papel basta con uno de los dos.",
  "recovery.print": "Imprimir",
  "recovery.written": "Las he escrito o impreso",

  "check.word": "Palabra número {number}",
  "check.wrong": "En tu papel hay otra palabra en este lugar.",
  "check.right": "Correcto",
  "check.rightText": "La comunidad ya puede empezar.",

  "done.title": "{community} ya está aquí",
  "done.lead": "La caja conoce a su comunidad. Eres su primera persona.",
  "done.home": "Ir a la primera página",
  "done.next": "Lo que viene ahora",
  "done.invite": "Invita a tus vecinos",
  "done.inviteDetail": "Muéstrales un código o cuelga uno en la pared",
  "done.teach": "Escribe algo que sabes",
  "done.teachDetail": "Dónde se corta el agua, a quién llamar, cómo se hacen las cosas",
};
export default es;
