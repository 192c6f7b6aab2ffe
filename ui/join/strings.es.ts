import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  "join.title": "Entrar",
  "join.looking": "Preguntando a la caja…",
  "join.unreachable":
    "La caja no respondió. ¿Estás en su WiFi? Inténtalo de nuevo; la invitación sigue valiendo.",

  "scan.lead": "Pide a alguien que te muestre su código o escanea el de la pared.",
  "scan.otherBox": "Este código es de otra caja. Ábrelo en el navegador de este teléfono.",
  "scan.damaged": "Este código está incompleto. Vuelve a escanearlo entero.",
  "scan.foreign": "Este código es de otra cosa.",
  "scan.typeInstead": "Escribir un código corto",

  "code.label": "Código corto",
  "code.hint": "Ocho letras y números. Da igual mayúsculas que minúsculas.",
  "code.go": "Continuar",
  "code.incomplete": "Un código corto tiene ocho letras y números.",
  "code.unknown":
    "Este código no abre nada. Compáralo signo por signo o pide otro: tras varios intentos fallidos deja de valer.",
  "code.tooMany":
    "Se han escrito demasiados códigos equivocados. Espera un minuto o escanea el código.",
  "code.scanInstead": "Escanear un código",

  "refused.invite-expired": "Esta invitación ha caducado",
  "refused.invite-used-up": "Esta invitación ya se ha usado",
  "refused.invite-cancelled": "Esta invitación se ha retirado",
  "refused.unknown-invite": "Esta caja no conoce esta invitación",
  "refused.do.member":
    "No se ha guardado nada sobre ti. Pide una nueva a quien te la mostró o a alguien de la comunidad.",
  "refused.do.device": "Abre Dispositivos en el otro dispositivo y haz allí un código nuevo.",
  "refused.do.recovery": "Pide una nueva a las personas responsables.",
  "refused.another": "Usar otro código",

  "form.title": "Te invitan a {community}",
  "form.deviceTitle": "Añadir este dispositivo a {community}",
  "form.lead.member": "Una sola cosa y estás dentro: tu nombre.",
  "form.lead.device": "Hablará por ti, igual que el otro que tienes.",
  "form.lead.recovery":
    "Las personas responsables te dejan volver a entrar. Este dispositivo hablará por ti.",
  "form.name": "Tu nombre",
  "form.nameHint": "Como te llaman tus vecinos. Lo ven todas las personas de la comunidad.",
  "form.languages": "Idiomas que entiendes",
  "form.guest":
    "Entras como visita: puedes leer y preguntar. Podrás escribir cuando la comunidad te haga miembro.",
  "form.key": "Sin contraseña",
  "form.keyText":
    "Este dispositivo crea una llave que firma lo que dices. No se puede copiar fuera de él, ni siquiera la caja puede.",
  "form.nameMissing": "Las demás personas querrán saber tu nombre.",
  "form.join": "Entrar",
  "form.addDevice": "Añadir este dispositivo",
  "form.joining": "Entrando…",
  "form.refused": "La caja no dejó entrar a este dispositivo: {reason}. Pide una nueva invitación.",

  "closed.title": "Este dispositivo está desconectado",
  "closed.text":
    "Para volver a entrar necesita una llave nueva. Lo guardado aquí, también lo que no se ha enviado, se borrará: guarda antes tu bandeja de salida si importa.",
  "closed.clear": "Vaciar este dispositivo y volver a entrar",
  "member.title": "Este dispositivo ya está en {community}",
  "member.text":
    "El código es para otro teléfono. Para una segunda comunidad usa su propia dirección.",
  "member.home": "Ir al inicio",

  "install.title": "Primero, ponla en tu pantalla de inicio",
  "install.lead": "En este teléfono la aplicación vive detrás de su propio icono.",
  "install.share": "Toca Compartir",
  "install.shareDetail": "El cuadrado con la flecha, abajo o arriba en el navegador",
  "install.add": "Elige Añadir a pantalla de inicio",
  "install.addDetail": "Quizá tengas que bajar un poco para verlo",
  "install.scan": "Abre el icono y escanea allí el código",
  "install.scanDetail": "El mismo código otra vez, ahora dentro de la aplicación",
  "install.why": "¿Por qué no aquí?",
  "install.whyText":
    "Este teléfono borra lo que una página ha guardado en el navegador tras una semana sin visitas. Se perdería tu llave. Detrás del icono se queda.",

  "tour.welcome.title": "Te damos la bienvenida a {community}",
  "tour.welcome.lead": "Ya estás dentro. Esto es lo que hay aquí.",
  "tour.privacy.title": "Quién ve qué",
  "tour.privacy.lead": "Dos elecciones. Puedes cambiarlas más tarde en Yo.",
  "tour.first.title": "Una primera cosa",
  "tour.first.lead": "Algo pequeño, si quieres.",
  "tour.home": "Ir a la primera página",
  "tour.skip": "Mirar por mi cuenta",
  "tour.values": "Lo que importa aquí",
  "tour.places": "Los lugares de la aplicación",
  "tour.homePlace": "Inicio",
  "tour.homeDetail": "Lo que te espera y lo nuevo",
  "tour.ask": "Preguntar",
  "tour.askDetail": "Preguntas que se responden con lo que tus vecinos escribieron",
  "tour.knowledge": "Saber",
  "tour.knowledgeDetail": "Lo que la comunidad sabe; añade lo que sabes tú",
  "tour.decide": "Decidir",
  "tour.decideDetail": "Lo que se decide en común; cualquiera puede proponer",
  "tour.community": "Comunidad",
  "tour.communityDetail": "Quién está aquí y cómo invitar a más gente",
  "first.teach": "Escribe algo que sabes",
  "first.teachDetail": "Bastan tres frases",
  "first.ask": "Pregunta algo",
  "first.askDetail": "¿Qué día recogen la basura? ¿Quién tiene una escalera?",
  "first.me": "Cuenta quién eres",
  "first.meDetail": "Una línea sobre ti, para quien aún no te conoce",

  "privacy.consent": "¿Hasta dónde puede llegar lo que escribes?",
  "privacy.consentHint":
    "Una respuesta habitual; puedes elegir de nuevo en cada cosa que escribas.",
  "privacy.local_only": "Se queda aquí",
  "privacy.local_onlyDetail": "Solo lo ven las personas de esta comunidad.",
  "privacy.federation_ok": "También comunidades amigas",
  "privacy.federation_okDetail":
    "Pueden leerlo las comunidades con las que la tuya tiene un acuerdo.",
  "privacy.commons_ok": "Todo el mundo",
  "privacy.commons_okDetail":
    "Puede publicarse para todos. Lo que otros hayan copiado no se puede retirar.",
  "privacy.copies": "Guardar copias en este teléfono",
  "privacy.copiesSentence":
    "Lo que has leído se puede volver a leer sin la caja. Quien pueda desbloquear este teléfono también puede leerlo.",
  "privacy.box": "Lo que la caja puede ver",
  "privacy.boxText":
    "Lo que escribes se guarda en la caja. Tus conversaciones con el asistente se cifran allí con una llave tuya; aun así, quien controle la caja encendida podría leerlas. Solo sale de casa si la comunidad lo decide.",
};
export default es;
