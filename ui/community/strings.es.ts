import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Comunidad",
  "people.lead": { one: "{count} persona", other: "{count} personas" },
  "people.label": "Personas",
  "people.search": "Buscar a una persona",
  "people.none": "Aquí nadie se llama así",
  "people.noneText": "Prueba con otra parte del nombre, un grupo o una función.",
  "people.alone": "Eres la primera persona",
  "people.aloneText":
    "Invita a quienes quieras que participen. Cada quien recibe un código para escanear.",
  "people.you": "tú",
  "people.gone": "Ya no están",
  "standing.left": "dejó la comunidad",
  "standing.revoked": "fue dado de baja por las personas responsables",
  "role.guest": "Visita",
  "role.member": "Miembro",
  "role.moderator": "Moderación",
  "role.steward": "Responsable",
  "role.guestDetail": "Puede leer, preguntar y responder. No enseña ni vota.",
  "role.memberDetail": "Además puede enseñar, invitar y votar.",

  "belongings.title": "Lo que es de todas las personas",
  "belongings.detail": "Nombre, valores, grupos, cómo se decide",
  "belongings.open": {
    one: "{count} cambio espera a las personas responsables",
    other: "{count} cambios esperan a las personas responsables",
  },
  "partners.title": "Lo que reciben nuestras comunidades amigas",
  "partners.detail": "Otras comunidades, y lo que se les da por decisión",
  "invite.action": "Invitar a alguien",
  "invite.guest": "Las visitas no pueden invitar. Pídeselo a un miembro.",

  "member.languages": "Idiomas",
  "member.roles": "Funciones",
  "member.groups": "Grupos",
  "member.noGroups": "ninguno",
  "member.joined": "Aquí desde",
  "member.devices": "Dispositivos",
  "member.device": "Dispositivo {name}",
  "member.deviceRevoked": "ya no puede hablar por esta persona",
  "member.deviceAdded": "añadido {when}",
  "member.edit": "Cambiar lo que ven los demás",
  "member.gone": "Aquí no hay nadie así",

  "propose.title": "Proponer algo sobre esta persona",
  "propose.text": "Lo deciden todas las personas. Tu sí va con ello.",
  "propose.leaveGroup": "{name} ya no ve lo que es solo para el grupo «{group}».",

  "steward.title": "Como responsable",
  "steward.alone":
    "Eres la única persona responsable: lo que elijas aquí vale enseguida. Queda registrado con tu nombre.",
  "steward.two": "Lo que elijas aquí vale cuando otra persona responsable esté de acuerdo.",
  "steward.makeMember": "Hacer miembro",
  "steward.makeGuest": "Dejar como visita",
  "steward.makeModerator": "Dar la moderación",
  "steward.endModerator": "Quitar la moderación",
  "steward.makeSteward": "Hacer responsable",
  "steward.endSteward": "Quitar como responsable",
  "steward.group": "Añadir a un grupo",
  "steward.leaveGroup": "Sacar de {group}",
  "steward.recover": "Perdió su teléfono",
  "steward.revoke": "Dar de baja de la comunidad",
  "steward.confirm": "Sí, seguir",
  "steward.sent": "Firmado. Está en «Lo que es de todas las personas».",
  "steward.makeMemberText": "{name} podrá además enseñar, invitar y votar.",
  "steward.makeGuestText":
    "{name} seguirá leyendo, preguntando y respondiendo, y ya no enseñará ni votará.",
  "steward.makeModeratorText":
    "{name} podrá revisar, etiquetar y ocultar conocimiento, hasta el {until}. Entonces termina por sí solo, salvo que se decida otro periodo.",
  "steward.endModeratorText": "{name} seguirá como miembro y ya no revisará conocimiento.",
  "steward.makeStewardText":
    "A {name} se le confía la caja y lo que es de todas las personas. Vale cuando todas lo hayan decidido, las personas responsables hayan firmado y {name} haya aceptado en su propio teléfono.",
  "steward.endStewardText":
    "{name} seguirá como miembro y ya no cuidará de la caja. Vale cuando todas las personas lo hayan decidido y las responsables hayan firmado.",
  "steward.renew": "Seguir con su otro dispositivo",
  "steward.renewWords":
    "Hacen falta las doce palabras de la fundación: tienen que firmar las dos personas, y una llave se ha perdido. Con las palabras sigues por tu cuenta, y después todas deciden que vuelva a ser responsable.",
  "steward.renewAlone": "Hacen falta las doce palabras de la fundación.",
  "steward.renewOther":
    "No puedes hacerlo tú: tienen que firmar las dos personas responsables, y tu llave se ha perdido. Lo hace la otra, con las doce palabras de la fundación.",
  "steward.renewText":
    "{name} seguirá como responsable, con un dispositivo que no quedó fuera. Vale cuando hayan firmado suficientes responsables y {name} lo haya aceptado ahí.",

  "clock.title": "El reloj de este teléfono y el de la caja no coinciden",
  "clock.times": "Según este teléfono es {phone}. Según la caja es {box}.",
  "clock.behind":
    "Lo que piden las personas responsables vale siete días desde la hora en que firma su teléfono. Desde este teléfono terminaría antes de tiempo.",
  "clock.over":
    "Lo que piden las personas responsables vale siete días desde la hora en que firma su teléfono. Desde este teléfono terminaría al instante: nadie podría aceptarlo.",
  "clock.ahead":
    "Un sí cuenta por la hora en que firma el teléfono. Desde este teléfono puede llegar tarde para lo que se pidió.",
  "clock.late":
    "Un sí cuenta por la hora en que firma el teléfono. Desde este teléfono llega tarde para cualquier cosa que se pida.",
  "clock.todo": "Mira un reloj, pon bien el que esté mal y vuelve a esta página antes de firmar.",

  "mandate.title": "Decidido: estas son las personas responsables: {names}",
  "mandate.text":
    "Vale cuando las personas responsables lo hayan firmado con sus teléfonos, y quien empiece haya aceptado.",
  "mandate.sign": "Firmarlo",
  "mandate.changed": "Entretanto se decidió otra cosa. Mira de nuevo lo que se pide.",
  "mandate.failed": "No funcionó. Vuelve cuando alcances la caja e inténtalo otra vez.",
  "steward.recoverText":
    "Todos los dispositivos de {name} quedan fuera enseguida, las invitaciones abiertas hechas con ellos terminan, y se hace un código para un teléfono nuevo. Dáselo a {name} en persona: quien lo tenga pasa a ser {name}. Su conocimiento, sus funciones y sus grupos se quedan.",
  "steward.recoverCode": "Código para el teléfono nuevo de {name}",
  "steward.recoverKeep":
    "Funciona cuando las personas responsables estén de acuerdo, durante siete días. Ciérralo solo cuando {name} lo tenga: no se puede mostrar otra vez.",
  "steward.revokeText":
    "{name} deja de poder leer y escribir aquí, desde cualquier dispositivo, en menos de un segundo. Lo que {name} escribió antes se queda; sus invitaciones abiertas terminan. Solo se deshace con una invitación nueva.",
  "steward.groupName": "¿A qué grupo?",
  "steward.noGroups": "Todavía no hay grupos. Crea uno en «Lo que es de todas las personas».",

  "invites.title": "Invitar a alguien",
  "invites.lead":
    "Recibes un código para escanear. Quien lo escanea entra, así que muéstralo solo a quien quieras.",
  "invites.role": "Entran como",
  "invites.uses": "¿Para cuántas personas?",
  "invites.usesError": "Escribe un número del 1 al 500.",
  "invites.days": "¿Cuánto tiempo funciona?",
  "invites.day": "Un día",
  "invites.week": "Una semana",
  "invites.month": "Un mes",
  "invites.year": "Un año, para un cartel",
  "invites.make": "Crear la invitación",
  "invites.another": "Volver a las invitaciones",
  "invites.open": "Invitaciones que aún funcionan",
  "invites.none": "Todavía ninguna",
  "invites.noneText": "Las invitaciones que crees aparecen aquí mientras funcionen.",
  "invites.left": { one: "queda {count} uso", other: "quedan {count} usos" },
  "invites.until": "termina {when}",
  "invites.show": "Mostrar el código",
  "invites.cancel": "Detener esta invitación",
  "invites.cancelText": "Nadie más podrá entrar con ella. Quien ya entró se queda.",
  "invites.elsewhere": "Su código está en el teléfono de quien la creó.",
  "invites.by": "de {name}",

  "code.title": "Invitación",
  "code.first": "1. ¿Primera vez cerca de esta caja? Escanea esto",
  "code.firstText":
    "Abre una página que muestra, paso a paso, cómo confiar en la caja. Los teléfonos que ya la conocen se lo saltan.",
  "code.firstLabel": "Código de la página para confiar en la caja",
  "code.second": "2. Escanea esto para entrar",
  "code.only": "Escanea esto para entrar",
  "code.secondLabel": "Código de invitación a {community}",
  "code.link": "Copiar el enlace",
  "code.copied": "Copiado. Envíalo solo a quien es para.",
  "code.share": "Compartir",
  "code.type": "¿Sin cámara? Crear un código para escribir",
  "code.typed":
    "Escribe esto en la aplicación, en «Tengo un código». Funciona una vez, cerca de esta caja, y termina {when}.",
  "code.typeFailed":
    "Para un código que se escribe hace falta alcanzar la caja. Inténtalo cerca de ella.",
  "code.print": "Imprimir como cartel",
  "code.words": "El certificado tiene estas palabras: {words}",
  "code.expires": "Funciona hasta el {when}.",
  "code.waiting":
    "De momento está solo en este teléfono. El código funciona en cuanto la caja lo tenga.",

  "settings.title": "Lo que es de todas las personas",
  "settings.lead": "Cambia cuando así se decide en común, y cada cambio queda registrado.",
  "settings.name": "Nombre",
  "settings.purpose": "Para qué están",
  "settings.purposeNone": "aún sin escribir",
  "settings.values": "Valores",
  "settings.valuesNone": "aún sin escribir",
  "settings.valuesHint": "Uno por línea.",
  "settings.languages": "Idiomas",
  "settings.languagesHint": "Códigos como en, es, qu, separados por comas.",
  "settings.stewards": "Responsables",
  "settings.rules": "Cómo se decide",
  "settings.quorum": "Participa al menos el {share} de los miembros",
  "settings.approval": "De quienes dicen sí o no, al menos el {share} dice sí",
  "settings.discussion": {
    one: "Antes se conversa al menos {count} hora",
    other: "Antes se conversa al menos {count} horas",
  },
  "settings.veto": "Una objeción razonada detiene una propuesta",
  "settings.noVeto": "Las objeciones se escuchan y no detienen una propuesta",
  "settings.review": "Revisión del conocimiento",
  "settings.reviewFirst": "Primero lo mira la moderación, después lo ven los demás",
  "settings.reviewAfter": "Los demás lo ven enseguida, la moderación lo mira después",
  "settings.groups": "Grupos",
  "settings.groupsText": "El conocimiento se puede compartir con un solo grupo.",
  "settings.groupNew": "Crear un grupo",
  "settings.groupName": "Nombre del grupo",
  "settings.groupExists": "Ya hay un grupo con este nombre.",
  "settings.groupEmpty": "Nadie todavía",
  "settings.edit": "Cambiar la descripción",
  "settings.editRules": "Cambiar cómo se decide",
  "settings.quorumField": "Miembros que participan, en porcentaje",
  "settings.approvalField": "Votos a favor necesarios, en porcentaje",
  "settings.hoursField": "Horas de conversación antes de votar",
  "settings.vetoSwitch": "Las objeciones razonadas detienen una propuesta",
  "settings.vetoSentence":
    "Si está activado, un miembro con una razón puede detener una propuesta hasta que lo hayan conversado.",
  "settings.percentError": "Escribe un número del 0 al 100.",
  "settings.hoursError": "Escribe un número de horas del 0 al 8760.",
  "settings.required": "No puede quedar vacío.",
  "settings.readOnly": "Las visitas pueden leerlo. Los cambios los proponen los miembros.",

  "lost.two": "Son dos responsables",
  "lost.twoText":
    "Lo que cuidan las personas responsables necesita a las dos. Busquen pronto una tercera: así un teléfono perdido no detiene nada.",
  "lost.open": "La otra persona responsable ya no puede firmar",
  "lost.text":
    "Con las doce palabras de la fundación quedas como única persona responsable. La otra sigue siendo miembro; más adelante puedes hacerla responsable de nuevo. Queda registrado con tu nombre.",
  "lost.words": "Las doce palabras",
  "lost.mistyped": "No son las doce palabras. Léelas otra vez del papel.",
  "lost.other":
    "Este dispositivo no tiene llave de responsable, y las palabras solas no bastan: tiene que hacerlo la otra persona responsable, en su teléfono.",
  "lost.sign": "Quedar como única persona responsable",
  "lost.signed": "Firmado. Vale en cuanto la caja lo tenga.",

  "requests.open": "A la espera de responsables",
  "requests.past": "Lo que hicieron las personas responsables",
  "requests.none": "Nada hasta ahora",
  "requests.noneText":
    "Teléfonos perdidos, personas que tuvieron que irse, quién es responsable: aparece aquí, con quién estuvo de acuerdo.",
  "requests.by": "Lo pidió {name}, {when}",
  "requests.approvals": "De acuerdo: {names}",
  "requests.needed": { one: "Falta {count} sí", other: "Faltan {count} síes" },
  "requests.approve": "Estoy de acuerdo, firmar",
  "requests.consent": "Sí, me comprometo",
  "requests.until": "Las personas responsables pueden firmar hasta el {date}, {when}",
  "requests.expiredText":
    "Pasaron sus siete días sin suficientes responsables. Un sí firmado después no cuenta; uno firmado a tiempo aún puede estar en camino. Se puede pedir otra vez.",
  "requests.again": "Pedir otra vez",
  "requests.cancel": "Retirar",
  "requests.state.applied": "En vigor",
  "requests.state.cancelled": "Retirado",
  "requests.state.failed": "No tuvo efecto: {reason}",
  "requests.signed": "Firmado. Aparece aquí en cuanto la caja lo tenga.",
  "requests.failed": "No se pudo firmar en este dispositivo. No cambió nada.",

  "effect.steward.change": "Cambiar quién es responsable",
  "effect.steward.adds": "Hacer responsable a {name}",
  "effect.steward.ends": "Quitar como responsable a {name}",
  "effect.member.recover": "Dejar entrar de nuevo a {name} con un teléfono nuevo",
  "effect.member.revoke": "Dar de baja a {name}",
  "effect.device.revoke": "Dejar fuera el dispositivo {device}",
  "effect.unknown": "Un cambio que esta versión de la aplicación no conoce: {effect}",
};

export default es;
