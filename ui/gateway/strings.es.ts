import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Programas",
  lead: "Otros programas pueden usar esta caja: una ventana de chat, una web, una herramienta de otra cooperativa. Cada uno necesita una llave que le da una persona responsable.",
  give: "Dar una llave",
  none: "Ningún programa tiene llave",
  noneText: "Solo la aplicación de sus miembros habla con esta caja.",
  list: "Programas con llave",
  former: "Llaves anteriores",
  formerText: "Ya no abren nada; siguen aquí para que se vean.",
  everybodySees:
    "Todos los miembros ven esta lista. Solo las personas responsables dan llaves y las retiran.",

  "scope.ask": "Preguntar al saber de la comunidad",
  "scope.askText": "Respuestas con sus fuentes, de lo que puede leer el público de abajo.",
  "scope.chat": "Conversar con el modelo de lenguaje",
  "scope.chatText": "Solo el modelo. No ve nada de lo que sabe la comunidad.",
  "scope.embeddings": "Convertir textos en vectores",
  "scope.embeddingsText": "Para buscar desde otros programas.",

  "audience.members": "lo que pueden leer todos los miembros",
  "audience.group": "lo que pueden leer todos los miembros y el grupo {group}",
  "detail.reads": "Lee {audience}",
  "detail.given": "La dio {name} el {date}",
  "detail.until": "vale hasta el {date}",
  "detail.forever": "vale hasta que se retire",
  "detail.rate": {
    one: "como mucho {count} vez por minuto",
    other: "como mucho {count} veces por minuto",
  },
  "state.expired": "caducada",
  "state.revoked": "retirada",

  "form.name": "¿Para qué programa es?",
  "form.nameHint": "Para que después se sepa para qué era esta llave.",
  "form.required": "Di para qué es.",
  "form.scopes": "Puede",
  "form.scopeNeeded": "Elige al menos una cosa.",
  "form.audience": "Lee lo que pueden leer",
  "form.all": "Todos los miembros",
  "form.group": "Todos los miembros y el grupo {group}",
  "form.audienceHint": "Quien use el programa podrá llegar a leerlo, sea miembro o no.",
  "form.rate": "Cuántas veces por minuto, como mucho",
  "form.expires": "Por cuánto tiempo",
  "form.days": { one: "{count} día", other: "{count} días" },
  "form.forever": "Hasta que se retire",
  "form.do": "Dar la llave",
  "form.busy": "La caja hace la llave…",
  "form.failed": "No ha llegado ninguna llave",
  "form.failed.away":
    "Está fuera de alcance. Quizá hizo una y no pudo decirlo: entonces sale en la lista y puedes retirarla. Prueba otra vez cuando vuelva.",
  "form.failed.failed": "No se ha dado nada. Prueba otra vez dentro de un momento.",

  "made.title": "La llave de {name}",
  "made.once":
    "Cópiala ahora: solo se muestra esta vez. La caja guarda únicamente una huella y no puede volver a mostrarla.",
  "made.key": "Llave",
  "made.address": "Dirección",
  "made.how":
    "Pon las dos en el programa, donde pida una clave de API y una URL base al modo de OpenAI. Para preguntar a la comunidad, elige el modelo «community».",
  "made.copy": "Copiar la llave",
  "made.copied": "La llave está copiada.",
  "made.copyFailed": "Este navegador no copia. Marca la llave y cópiala a mano.",
  "made.done": "Ya la he guardado",

  revoke: "Retirar",
  "revoke.title": "¿Retirar la llave de {name}?",
  "revoke.text":
    "El programa queda fuera enseguida. No se puede deshacer; puedes darle una llave nueva.",
  "revoke.do": "Retirarla",
  "revoke.failed": "La caja no la retiró. La llave sigue abriendo: prueba otra vez.",
};
export default es;
