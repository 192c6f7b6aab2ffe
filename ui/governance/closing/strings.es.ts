import type { Strings } from "../../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Cerrar la votación en común",
  lead: "Ninguna caja ha dicho qué salió. Pueden hacerlo las personas responsables: firman el mismo resultado tantas como haga falta.",
  count: "Contar en este teléfono",
  working: "Comprobando cada firma y contando…",
  away: "La caja no respondió. Quien haya guardado los votos puede darte el archivo.",
  unreadable: "Este archivo no contiene una votación, o está dañado.",
  nothing: "No hay nada que cerrar: ya se cerró, o nunca se abrió.",
  "file.title": "Un archivo de otra persona",
  "file.open": "Abrir votos guardados (.moot)",
  "save.title": "Para las demás personas responsables",
  "save.text": "Quien cuenta el mismo archivo llega al mismo resultado, también sin caja.",
  save: "Guardar el archivo",
  early: "Una caja aún puede cerrarla. Las personas responsables pueden {when}.",
  notYou: "Solo firma quien ya era responsable cuando se abrió: {names}.",
  broken: "Algo en estos votos no se sostiene, así que no conviene firmarlo:",
  "result.title": "Qué salió",
  "result.passed": "Se aprueba",
  "result.not_passed": "No se aprueba",
  "result.blocked": "Queda bloqueada: empieza la mediación",
  "fact.turnout": "Participaron",
  turnout: {
    one: "{count} de {roll}, hacen falta {needed}",
    other: "{count} de {roll}, hacen falta {needed}",
  },
  "fact.approval": "A favor",
  "fact.late": "Llegaron tarde o no cuentan",
  late: { one: "{count} voto", other: "{count} votos" },
  voices: {
    one: "De quién cuenta el voto: {count}",
    other: "De quiénes cuentan los votos: {count}",
  },
  "signed.title": {
    one: "{count} firma de las {needed} que hacen falta",
    other: "{count} firmas de las {needed} que hacen falta",
  },
  "signed.same": "firmó este resultado",
  "signed.other": "firmó otro recuento: comparad y firmad de nuevo",
  "signed.not": "no ha firmado",
  sign: "Firmar este resultado",
  kept: "Firmado. Se envía en cuanto haya una caja al alcance.",
};
export default es;
