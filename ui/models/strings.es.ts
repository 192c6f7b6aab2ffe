import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Modelos de lenguaje",
  lead: "Un modelo de lenguaje dice las respuestas con frases propias. Cuál usa la caja lo decidís entre todas las personas.",

  "none.title": "Aún no hay ningún modelo de lenguaje",
  "none.text":
    "La caja responde con citas. Una persona responsable puede añadir un modelo desde un archivo.",
  "none.steward":
    "La caja responde con citas. Puedes añadir un modelo desde un archivo, aquí abajo.",

  "state.writes.ready": "Ahora responde {name}.",
  "state.writes.starting": "Se está cargando {name}…",
  "state.writes.down": "{name} no funciona.",
  "state.writes.meanwhile": "Mientras tanto, la caja responde con citas.",
  "state.finds.ready": "{name} encuentra lo que significa lo mismo.",
  "state.finds.starting": "Se está cargando {name}…",
  "state.finds.down": "{name} no funciona.",
  "state.finds.meanwhile": "Mientras tanto, la caja busca por las palabras mismas.",
  "confined.own.none":
    "Está encerrado: sin red, y con un usuario propio que solo puede leer modelos y nada más de la caja.",
  "confined.own.unrestricted":
    "Tiene un usuario propio que solo puede leer modelos y nada más de la caja. Esta máquina no le impide usar la red.",
  "confined.box.none": "Está encerrado: un proceso propio, sin red.",
  "confined.box.unrestricted": "Es un proceso propio. Esta máquina no le impide usar la red.",
  machines: "Otras máquinas de vuestra red",
  "machine.ready": "Lista",
  "machine.starting": "Se está buscando…",
  "machine.down": "No funciona",
  "machine.finds": "Para encontrar, lee todo lo que está escrito aquí.",
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
    "Se decidió usar {name}, pero su archivo no está en la caja. Una persona responsable puede añadir el archivo con esta huella:",

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
  more: "Para quien sabe",
  "more.text":
    "Los parámetros son los números de que está hecho un modelo: con más, sabe más y responde más despacio. La huella distingue este archivo de cualquier otro; compárala con la del sitio de donde viene.",
  "field.unknown": "nadie lo ha dicho",

  strength: "Con cuánta fuerza cambia el otro modelo",
  "strength.hint": "100 % es como lo hizo quien lo creó.",
  try: "Probarlo",
  "try.busy": "Probando…",
  "try.wait": "Se carga junto a lo que funciona. Tarda hasta dos minutos.",
  "try.result": "Ha escrito: {text}",
  "try.likeness": "Ve parecidas las dos mitades de la prueba en {text} sobre 1.",
  "try.speed": { one: "{count} token por segundo", other: "{count} tokens por segundo" },
  "try.failed": "No se pudo probar: {why}",
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
  "remove.do": "Quitarlo",
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
  "why.model-not-found": "Ya no está en la caja.",
  "why.upload-not-found":
    "La caja ya no tiene nada de él. Si no está en la lista de arriba, envíalo otra vez.",
  "why.engine-stopped": "El motor se paró. Vuelve a arrancar por sí solo.",
  "why.engine-unreachable":
    "El motor no arranca. Se intenta de nuevo por sí solo; una persona responsable puede ver por qué en la caja, con: systemctl status folkmoot-engine.socket",
  "why.engine-not-local":
    "Su dirección está fuera de vuestra red. Una persona responsable puede corregirla en los ajustes de la caja.",
  "why.machine-down":
    "No contesta. Encendedla, o que una persona responsable mire su dirección en los ajustes de la caja.",
  "why.machine-may-not-read":
    "Un modelo que encuentra lo lee todo, y esta máquina no puede. Una persona responsable puede permitirlo en los ajustes de la caja (privacy: any).",
  "why.file-unreadable": "El archivo ya no se puede leer. Elígelo otra vez.",
  "why.failed": "Algo ha fallado por el camino. Inténtalo de nuevo dentro de un momento.",
  "why.other":
    "La caja dijo «{code}». Una persona responsable puede ver más en el registro de la caja.",

  "add.title": "Añadir un modelo",
  "add.text":
    "Un archivo que termina en .gguf, de este dispositivo o de una memoria USB. Se comprueba y se guarda; no responde a nadie hasta que lo decidáis.",
  "add.file": "Elige el archivo",
  "add.file.none": "Aún no has elegido ninguno",
  "add.licence": "Su licencia",
  "add.source": "De dónde viene",
  "add.start": "Enviarlo a la caja",
  "add.sending": "{name} se envía a la caja",
  "add.detail": "{received} de {size}",
  "add.leave": "Deja la aplicación abierta hasta que esté. Puedes mirar otras páginas.",
  "add.stop": "No enviarlo",
  "add.waiting":
    "La caja está fuera de alcance. Lo enviado se conserva, y sigue por sí solo cuando la caja vuelva.",
  "add.checking": "La caja lo comprueba. Con un archivo grande tarda unos minutos…",
  "add.done": "{name} está en la caja.",
  "add.failed": "No se ha añadido: {why}",
  "add.unfinished": "En la caja hay un archivo enviado a medias: {received} de {size}.",
  "add.unfinished.remove": "Desecharlo",
};

export default es;
