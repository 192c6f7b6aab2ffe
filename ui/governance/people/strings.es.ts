import type { Strings } from "../../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  "heard.title": "A quién falta oír",
  "heard.lead": "Para que no se olvide a nadie. Aquí no se ve qué eligió cada quien.",
  "heard.silent": {
    one: "{count} persona no ha hablado ni votado",
    other: "{count} personas no han hablado ni votado",
  },
  "heard.silentLabel": "Aún sin oír",
  "heard.spoke": { one: "Ha hablado {count} persona", other: "Han hablado {count} personas" },
  "heard.spokeLabel": "Han hablado",
  "heard.voted": { one: "Ha votado {count} persona", other: "Han votado {count} personas" },
  "heard.votedLabel": "Han votado",
  "heard.everybody": "Se ha oído a todas las personas",
  "heard.nobody": "Nadie todavía.",

  "delegate.title": "Alguien vota por mí",
  "delegate.lead": "Cuando no votas, la voz de alguien de tu confianza cuenta también por ti.",
  "delegate.notHere": "Tu comunidad ha decidido que los votos no se pasan.",
  "delegate.mine": "Quién vota por mí",
  "delegate.none": "Nadie. Tu voz cuenta solo cuando votas.",
  "delegate.everything": "sobre todo",
  "delegate.takeBack": "Recuperarlo",
  "delegate.toMe": "Voto por",
  "delegate.give": "Pasar mi voto",
  "delegate.giveText":
    "Lo puede ver cualquiera. Puedes votar cuando quieras, y eso va por delante; y recuperarlo cuando quieras. Nadie puede bloquear en tu nombre.",
  "delegate.to": "A quién",
  "delegate.choose": "Elige a una persona",
  "delegate.missing": "Elige en quién confías.",
  "delegate.topic": "Solo sobre este tema",
  "delegate.topicHint": "Como lo llaman las propuestas, por ejemplo huerta. Vacío: sobre todo.",
  "delegate.sign": "Pasarlo",
  "delegate.kept": "Firmado. Sale en cuanto la caja esté al alcance.",
};

export default es;
