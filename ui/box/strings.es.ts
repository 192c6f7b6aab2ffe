import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  "box.title": "La caja",
  "box.lead": "El pequeño ordenador que guarda lo que sabe tu comunidad.",
  never: "todavía no",
  "gate.title": "Cambios que esperan a las personas responsables",
  "gate.none": "Ninguno por ahora",
  "gate.open": { one: "{count} cambio espera", other: "{count} cambios esperan" },

  "health.title": "Cómo está",
  "health.ok": "Todo va bien",
  "health.warning": "Algo necesita atención",
  "health.failed": "Algo no funciona",
  "part.store": "Almacenamiento",
  "part.log": "Lo guardado",
  "part.certificate": "Certificado",
  "part.app": "Aplicación",
  "part.backup": "Copia de seguridad",
  "part.knowledge": "Saber",
  "part.assistant": "Asistente",
  "part.model": "Modelo de lenguaje",
  "part.record": "Su registro",
  "part.name": "Nombre en la red",

  "trouble.part.silent": "Esta parte no responde.",
  "trouble.part.silent.hint": "Reinicia la caja; si sigue igual, mira su registro.",
  "trouble.store.full": "El disco está lleno: no se puede guardar nada nuevo.",
  "trouble.store.full.hint":
    "Libera espacio. Se puede seguir leyendo, y los teléfonos guardan lo que no pudieron enviar.",
  "trouble.store.low": "Solo quedan {mebibytes} MiB libres en el disco.",
  "trouble.store.low.hint": "Libera espacio o usa un disco más grande.",
  "trouble.store.slow": "Llega más de lo que el disco puede guardar.",
  "trouble.store.slow.hint": "Suele pasar solo. Si sigue, el disco es demasiado lento.",
  "trouble.certificate.over": "El certificado ha caducado: los teléfonos rechazan la caja.",
  "trouble.certificate.over.hint":
    "Comprueba el reloj de la caja y reiníciala: crea sola un certificado nuevo.",
  "trouble.certificate.authority": {
    one: "La autoridad propia de la caja caduca en {count} día.",
    other: "La autoridad propia de la caja caduca en {count} días.",
  },
  "trouble.certificate.authority.hint":
    "Fijad un día para que todos los teléfonos instalen la nueva.",
  "trouble.certificate.late": {
    one: "El certificado caduca en {count} día y no se ha renovado.",
    other: "El certificado caduca en {count} días y no se ha renovado.",
  },
  "trouble.certificate.late.hint": "Reinicia la caja; si sigue igual, mira su registro.",
  "trouble.name.taken": "Otra máquina de esta red responde al nombre {name}.",
  "trouble.name.taken.hint":
    "Búscala y apágala o cámbiale el nombre: los teléfonos pueden llegar a la que no es.",
  "trouble.app.missing": "La aplicación no se ha construido.",
  "trouble.app.missing.hint": "Ejecuta en la caja: bun run build:ui, y reiníciala.",
  "trouble.backup.none": "Todavía no hay ninguna copia de seguridad.",
  "trouble.backup.none.hint": "Haz una en la caja: moot backup, y llévala a otro lugar.",
  "trouble.backup.old": {
    one: "La última copia de seguridad tiene {count} día.",
    other: "La última copia de seguridad tiene {count} días.",
  },
  "trouble.backup.old.hint": "Haz una en la caja: moot backup, y llévala a otro lugar.",
  "trouble.log.damaged": {
    one: "Hay {count} cosa guardada dañada.",
    other: "Hay {count} cosas guardadas dañadas.",
  },
  "trouble.log.damaged.hint":
    "En la caja, moot log verify dice cuáles. Restaura luego la última copia: moot restore. Los teléfonos volverán a enviar lo que vino después.",
  "trouble.record.changed": "Lo guardado no es lo que esta caja ha firmado.",
  "trouble.record.changed.hint":
    "Restaura la última copia: moot restore. Los teléfonos volverán a enviar lo que vino después.",

  "storage.title": "Almacenamiento",
  "storage.used": "{size} en uso",
  "storage.free": "{size} libres",
  "storage.log": "Cosas firmadas que guarda",
  "storage.verified": "Última revisión completa",
  "storage.backup": "Última copia de seguridad",
  "storage.damaged": {
    one: "{count} cosa del disco está dañada. Recupérala de una copia de seguridad.",
    other: "{count} cosas del disco están dañadas. Recupéralas de una copia de seguridad.",
  },

  "certificate.title": "Certificado",
  "certificate.days": {
    one: "Vale {count} día más.",
    other: "Vale {count} días más.",
  },
  "certificate.renewed": "La caja lo renueva sola.",
  "certificate.words": "Sus palabras",
  "certificate.root": "La autoridad de la caja termina",
  "certificate.compare":
    "Las mismas palabras están en la terminal de la caja y en su cartel. Si son distintas, hablas con otra máquina.",

  "version.title": "Versiones",
  "version.runtime": "Funciona con",
  "version.name": "Nombre en la red",
  "version.uptime": "Arrancó",
  "hash.lead":
    "Esta aplicación la reparte la caja. Quien quiera puede comparar su huella con la terminal y con la versión firmada.",
  "hash.compute": "Mostrar la huella",
  "hash.here": "En este teléfono",
  "hash.box": "En la caja",
  "hash.unknown": "ahora no se sabe",
  "hash.same": "Las dos son iguales.",
  "hash.different":
    "Son distintas. Puede que espere una versión nueva: actualiza la aplicación y vuelve a mirar.",

  "models.title": "Modelos de lenguaje",
  "models.detail": "Qué responde aquí y cómo añadir otro",
  "record.title": "El registro",
  "record.detail": "¿Ha cambiado alguien lo que se firmó?",

  "programs.title": "Programas",
  "programs.detail": "Qué otros programas pueden usar la caja",

  "connection.title": "Conexión",
  "connection.detail": "Cuando no se llega a la caja",
  "connection.try": "Intentar ahora",
  "connection.safe":
    "Pase lo que pase: lo que has escrito se queda en este teléfono hasta que la caja lo confirme.",
  "state.online": "La caja está a tu alcance",
  "state.onlineText": "Lo que escribes se envía al momento.",
  "state.connecting": "Buscando la caja",
  "state.connectingText": "Mientras tanto puedes leer y escribir.",
  "state.offline": "Este teléfono no tiene red",
  "state.offlineText": "Puedes seguir leyendo y escribiendo. Se envía cuando vuelvas.",
  "state.unreachable": "La caja no responde",
  "state.unreachableText": "Este teléfono tiene red, pero no lleva a la caja.",
  "state.certificate": "Puede que este teléfono no se fíe ahora de la caja",
  "state.certificateText":
    "El certificado que conocía ha caducado o el reloj del teléfono no está en hora. Mira primero la fecha del teléfono.",
  "state.closed": "Este dispositivo está desconectado",
  "state.closedText":
    "La caja dice que ya no puede hablar por nadie. Si es un error, pregunta a dos personas responsables o añádelo de nuevo desde otro de tus dispositivos.",
  "steps.title": "Lo que suele ayudar",
  "steps.wifi": "Mira si este teléfono está en el WiFi de la caja.",
  "steps.near": "Acércate un poco.",
  "steps.power": "Pregunta a alguien que esté cerca si la caja está encendida.",
  "check.title": "¿Es el certificado?",
  "check.text":
    "Esta página de la caja se abre incluso sin él. Si se abre, sigue lo que dice; si no, la caja está fuera de alcance.",
  "check.open": "Abrir la página simple de la caja",
  "save.title": {
    one: "{count} cosa espera en este teléfono",
    other: "{count} cosas esperan en este teléfono",
  },
  "save.text": "Puedes guardarla en un archivo y que alguien lo lleve a la caja.",
  "save.do": "Guardar lo que espera",
};
export default es;
