import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  back: "Atrás",
  cancel: "Cancelar",
  close: "Cerrar",
  save: "Guardar",
  retry: "Intentar de nuevo",
  continue: "Continuar",
  optional: "opcional",
  loading: "Buscando…",
  asOf: "Tal como estaba {when}",
  step: "Paso {current} de {total}",

  "error.title": "No ha funcionado",
  "error.text": "No se ha perdido nada de lo que has escrito. Inténtalo de nuevo en un momento.",
  "absent.title": "Aún no está en este teléfono",
  "absent.text":
    "No lo has abierto mientras la caja estaba a tu alcance. Estará aquí la próxima vez que estés cerca.",
  "gone.title": "Aquí no hay nada que ver",
  "gone.text": "Ya no existe, o es para otras personas.",

  "state.queued": "Solo en este teléfono",
  "state.sent": "Enviado",
  "state.done": "En la caja",
  "state.refused": "No aceptado: {reason}",
  "state.badsig": "la caja no pudo comprobar la firma",
  "state.fork": "se usó otra copia de la llave de este teléfono, así que ninguna cuenta",

  "reason.unknown": "la caja no dio una razón que esta aplicación conozca",
  "reason.revoked": "este dispositivo ya no puede hablar por ti",
  "reason.role": "tu papel en la comunidad no incluye esto",
  "reason.equivocation": "el número de este teléfono se usó dos veces, así que ninguna cuenta",
  "reason.not-own": "solo puede hacerlo quien lo escribió",
  "reason.expired": "llegó demasiado tarde",
  "reason.cancelled": "se había retirado",
  "reason.used-up": "ya se había usado",
  "reason.unknown-invite": "no se conoce la invitación",
  "reason.already-enrolled": "este dispositivo ya era conocido",
  "reason.gate-needed": "dos personas coordinadoras deben estar de acuerdo",
  "reason.malformed": "una parte no se pudo leer",
  "reason.proof": "el código no coincidía",

  "camera.aim": "Apunta la cámara al código. Se lee solo.",
  "camera.refused": "La cámara está desactivada para esta aplicación",
  "camera.missing": "No se encontró ninguna cámara",
  "camera.otherWays": "Elige una foto del código o escribe el código corto.",
  "camera.picture": "Elegir una foto",
  "camera.unread": "En esta foto no hay ningún código nuestro. Quizá funcione una más nítida.",

  "appearance.title": "Tamaño del texto y colores",
  "appearance.textSize": "Tamaño del texto",
  "appearance.size.100": "Normal",
  "appearance.size.115": "Mayor",
  "appearance.size.130": "Grande",
  "appearance.size.160": "Muy grande",
  "appearance.contrast": "Más contraste",
  "appearance.contrastSentence":
    "Negro puro sobre blanco, o blanco sobre negro, y líneas más marcadas.",
  "appearance.theme": "Claro u oscuro",
  "appearance.theme.auto": "Como el teléfono",
  "appearance.theme.light": "Claro",
  "appearance.theme.dark": "Oscuro",
  "appearance.language": "Idioma de la aplicación",

  "connection.offline.mark": "Sin conexión",
  "connection.offline.title": "Estás sin conexión",
  "connection.offline.text":
    "Puedes leer todo lo que has abierto antes y seguir escribiendo. Lo que escribas se queda en este teléfono y se envía cuando vuelvas.",
  "connection.unreachable.mark": "Caja fuera de alcance",
  "connection.unreachable.title": "La caja está fuera de alcance",
  "connection.unreachable.text":
    "Tienes red, pero la caja no responde. Quizá estás lejos de su WiFi o está apagada. Puedes seguir leyendo y escribiendo; se envía cuando la caja vuelva.",
  "connection.certificate.mark": "Certificado",
  "connection.certificate.title": "Puede que este teléfono no se fíe ahora de la caja",
  "connection.certificate.text":
    "El certificado de la caja ha caducado o el reloj de este teléfono no está en hora. No se ha perdido nada de lo que has escrito.",
  "connection.closed.mark": "Sesión cerrada",
  "connection.closed.title": "Este dispositivo está desconectado",
  "connection.closed.text":
    "La caja dice que este dispositivo ya no puede hablar por nadie. Lo que hay guardado aquí se puede seguir leyendo y guardando.",
  "connection.waiting": {
    one: "{count} cosa espera a ser enviada.",
    other: "{count} cosas esperan a ser enviadas.",
  },
  "connection.tryNow": "Intentar ahora",
  "connection.waysOut": "Qué puedo hacer",
  "connection.outbox": "Ver lo que espera",
};
export default es;
