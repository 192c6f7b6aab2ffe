import type { Strings } from "../../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Cargos",
  lead: "Quién cuida de qué, y hasta cuándo. Los cargos van por turnos.",
  appoint: "Proponer a alguien",
  none: "Nadie tiene un cargo por un tiempo",
  noneText: "Facilitación, mediación, guarda y moderación se eligen decidiendo, por un tiempo.",
  short: {
    one: "{role}: {count} persona, y se quieren {needed}.",
    other: "{role}: {count} personas, y se quieren {needed}.",
  },
  until: "Hasta el {when}",
  endsSoon: "Termina pronto: ¿quién viene después?",
  isOver: "El plazo terminó: hay que decidir quién viene después",
  handovers: "Notas para quien tome el relevo",
  "role.moderator": "Moderación",
  "role.facilitator": "Facilitación",
  "role.mediator": "Mediación",
  "role.guardian": "Guarda",
  "role.steward": "Responsable",
  "handover.title": "Pasar el relevo",
  "handover.role": "Cargo",
  "handover.to": "Para quién",
  "handover.anybody": "Quien venga después",
  "handover.text": "¿Qué debería saber?",
  "handover.hint":
    "Qué está en marcha, a quién preguntar, dónde están las cosas. Lo puede leer cualquiera.",
  "handover.send": "Firmarla",
  kept: "Firmado. Sale en cuanto la caja esté al alcance.",
};

export default es;
