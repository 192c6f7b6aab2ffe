import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Modelos de lenguaje",
  lead: "Un modelo de lenguaje dice las respuestas con frases propias. Cuál usa la caja lo decidís entre todas las personas.",

  "none.title": "Aún no hay ningún modelo de lenguaje",
  "none.text":
    "La caja responde con citas. Una persona coordinadora puede añadir abajo un modelo desde un archivo.",

  "state.ready": "Ahora responde {name}.",
  "state.starting": "Se está cargando {name}…",
  "state.down": "{name} no funciona. Mientras tanto, la caja responde con citas.",
  "machine.ready": "{name}, en otra máquina de vuestra red, también responde.",
  "machine.starting": "Se busca {name}, en otra máquina de vuestra red…",
  "machine.down": "{name}, en otra máquina de vuestra red, no contesta.",
  "machine.finds.ready":
    "{name}, en otra máquina de vuestra red, encuentra lo que significa lo mismo.",
  "machine.finds.starting": "Se busca {name}, en otra máquina de vuestra red…",
  "machine.finds.down":
    "{name}, en otra máquina de vuestra red, debería encontrar lo que significa lo mismo, y no lo hace.",
  "machine.finds.gets": "Para encontrar, una máquina lee todo lo que está escrito aquí.",
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
