import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Modelos de lenguaje",
  lead: "Un modelo de lenguaje dice las respuestas con frases propias. Cuál usa la caja lo decidís entre todas las personas.",

  "none.title": "Aún no hay ningún modelo de lenguaje",
  "none.text":
    "La caja responde con citas. Una persona responsable puede añadir abajo un modelo desde un archivo.",

  "state.ready": "Ahora responde {name}.",
  "state.starting": "Se está cargando {name}…",
  "state.down": "{name} no funciona. Mientras tanto, la caja responde con citas.",
  "confined.own.none":
    "Está encerrado: sin red, y con un usuario propio que solo puede leer modelos y nada más de la caja.",
  "confined.own.unrestricted":
    "Tiene un usuario propio que solo puede leer modelos y nada más de la caja. Esta máquina no le impide usar la red.",
  "confined.box.none": "Está encerrado: un proceso propio, sin red.",
  "confined.box.unrestricted": "Es un proceso propio. Esta máquina no le impide usar la red.",
  "machine.ready": "{name}, en otra máquina de vuestra red, también responde.",
  "machine.starting": "Se busca {name}, en otra máquina de vuestra red…",
  "machine.down": "{name}, en otra máquina de vuestra red, no contesta.",
  "machine.finds.ready":
    "{name}, en otra máquina de vuestra red, encuentra lo que significa lo mismo.",
  "machine.finds.starting": "Se busca {name}, en otra máquina de vuestra red…",
  "machine.finds.down":
    "{name}, en otra máquina de vuestra red, debería encontrar lo que significa lo mismo, y no lo hace.",
  "machine.finds.gets": "Para encontrar, una máquina lee todo lo que está escrito aquí.",
  "machine.finds.mayNot":
    "Un modelo que encuentra lo lee todo, y esta máquina no puede. Una persona responsable puede permitirlo en los ajustes de la caja (privacy: any).",
  "machine.gets.public-only":
    "Solo se le pregunta por lo que puede leer cualquiera, en cualquier lugar.",
  "machine.gets.members": "Solo se le pregunta por lo que pueden leer todos los miembros.",
  "machine.gets.any": "Se le puede preguntar por todo.",
  "finding.progress": "Pasajes leídos por el modelo que busca",
  "finding.waiting": "El modelo no responde ahora. Sigue por sí solo.",
  "finding.disk-full": "El disco está lleno. Sigue por sí solo cuando haya sitio.",
  "finding.failed":
    "Esta máquina no puede guardar lo que el modelo lee. Las palabras siguen sirviendo.",
  "finding.ready": "Ahora se encuentra también lo que significa lo mismo.",
  "finding.no-trust":
    "Probado con los títulos y textos de tu comunidad, este modelo no encuentra mejor que el azar. El orden lo deciden solo las palabras.",
  missing:
    "Se decidió usar {name}, pero su archivo no está en la caja. Añade el archivo con esta huella:",

  "role.answer": "Escribe respuestas",
  "role.embed": "Encuentra pasajes por su significado",
  "role.adapter": "Cambia cómo escribe otro modelo",
  deployed: "En uso",
  "field.size": "Tamaño",
  "field.parameters": "Parámetros",
  "field.languages": "Lenguas",
  "field.licence": "Licencia",
  "field.source": "De dónde viene",
  "field.hash": "Huella (SHA-256)",
  "field.unknown": "nadie lo ha dicho",

  strength: "Con cuánta fuerza cambia el otro modelo",
  "strength.hint": "100 % es como lo hizo quien lo creó.",
  try: "Probarlo",
  "try.busy": "Se carga y se prueba…",
  "try.result": "Ha escrito: {text}",
  "try.likeness": "Ve parecidas las dos mitades de la prueba en {text} sobre 1.",
  "try.speed": { one: "{count} token por segundo", other: "{count} tokens por segundo" },
  "try.failed": "No se puede usar: {why}",
  propose: "Proponer usarlo",
  "propose.title": "Usar {name}",
  "propose.text":
    "Todas las personas pueden mirar la propuesta y votar. Si se aprueba, la caja usa el modelo por sí sola.",
  proposed: "La propuesta está hecha. Está en Decidir.",
  "proposed.open": "Ver la propuesta",
  rollback: "Proponer volver atrás",
  "rollback.title": "Volver al modelo anterior",
  remove: "Quitar de la caja",
  "remove.text": "{name} se borra del disco. Se puede volver a añadir desde su archivo.",
  "remove.keep": "Conservar",
  "remove.failed": "No se pudo quitar: {why}",

  "why.unreachable": "La caja no contestó. Inténtalo de nuevo cuando esté al alcance.",
  "why.not-a-model": "Este archivo no es un modelo. Los modelos para la caja terminan en .gguf.",
  "why.model-truncated":
    "El archivo está cortado. Cópialo o descárgalo otra vez y compara su tamaño.",
  "why.model-malformed":
    "El archivo no cuadra. No lo uses; consíguelo otra vez de una fuente de confianza.",
  "why.model-changed": "El archivo cambió o se dañó en el disco. Añádelo otra vez.",
  "why.model-unusable":
    "El motor no puede usarlo. Puede ser demasiado nuevo, demasiado grande para la memoria, o estar dañado.",
  "why.model-crashes": "El motor se cae con él. Prueba otro modelo.",
  "why.not-an-adapter": "Este adaptador no está hecho para este modelo.",
  "why.adapter-alone":
    "En la caja no hay ningún modelo para este adaptador. Añade primero ese modelo.",
  "why.hash-differs": "Es otro archivo que el nombrado. No lo uses.",
  "why.disk-full": "No hay sitio para él en la caja. Quita un modelo que no se use.",
  "why.too-many-uploads": "Ya hay varios modelos en camino. Desecha antes uno de ellos.",
  "why.trial-running": "Ahora mismo se está probando otro modelo. Espera un momento.",
  "why.model-used": "Está en uso. Propón antes usar otro.",

  "add.title": "Añadir un modelo",
  "add.text":
    "Un archivo que termina en .gguf, de este dispositivo o de una memoria USB. Se comprueba y se guarda; no responde a nadie hasta que lo decidáis.",
  "add.file": "Elige el archivo",
  "add.licence": "Su licencia",
  "add.source": "De dónde viene",
  "add.start": "Enviarlo a la caja",
  "add.sending": "{name} se envía a la caja",
  "add.detail": "{received} de {size}",
  "add.checking": "Se comprueba…",
  "add.done": "{name} está en la caja.",
  "add.failed": "No se ha añadido: {why}",
  "add.again": "Seguir enviando",
  "add.unfinished": "En la caja hay un archivo enviado a medias: {received} de {size}.",
  "add.unfinished.remove": "Desecharlo",
  "add.broken": "La conexión se cortó. Lo enviado se conserva.",
};

export default es;
