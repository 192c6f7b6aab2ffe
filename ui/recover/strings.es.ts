import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Volver con las doce palabras",
  lead: "Para quien fundó la comunidad y perdió su único teléfono sin que haya otra persona responsable.",
  words: "Las doce palabras",
  wordsHint: "En su orden. Bastan las cuatro primeras letras de cada una.",
  unknown: {
    one: "La palabra {which} no está en la lista. Compárala con el papel.",
    other: "Las palabras {which} no están en la lista. Compáralas con el papel.",
  },
  scan: "Escanear el código del papel",
  recover: "Dejadme volver",
  busy: "Preguntando a la caja…",
  mistyped: "Estas palabras no van juntas. Compara cada una con el papel, en su orden.",
  refused: "La caja no te dejó entrar: {reason}.",
  unreachable: "La caja no respondió. ¿Estás en su WiFi? Inténtalo de nuevo; nada ha cambiado.",
  other: "Tiene que hacerlo otra persona responsable",
  otherWords:
    "Tienen que firmar las dos personas, y tu llave se ha perdido. Da las doce palabras a la otra persona responsable: en tu página de la aplicación elige «Seguir con su otro dispositivo», sigue por su cuenta con las palabras, y después todas deciden que vuelvas a ser responsable.",
  otherSign:
    "Pide a otra persona responsable que abra tu página en la aplicación y elija «Seguir con su otro dispositivo». Tú lo aceptas en este dispositivo, y no hacen falta palabras.",
  what: "Qué ocurre",
  whatText:
    "Este dispositivo será el tuyo y el perdido queda fuera para siempre. Lo que escribiste sigue ahí. Si hay más personas responsables, dos de ellas te dejan entrar.",
};
export default es;
