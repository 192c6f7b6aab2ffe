import type { Strings } from "../../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Todas las decisiones",
  lead: "Qué se decidió, cuándo, cómo, y qué fue de ello.",
  print: "Imprimir",
  printed: "Decisiones de {community}, impresas {when}",
  search: "Buscar decisiones",
  none: "Aún no se ha decidido nada",
  noneText: "Aquí queda cada decisión, con su fecha, sus palabras y su resultado.",
  notFound: "Ninguna decisión tiene estas palabras",
  notFoundText: "Prueba con menos palabras, o con otra forma de ellas.",
  more: "Anteriores",
  winner: "Elegida: {option}",
  why: "Por qué:",
  files: "Archivos: {names}",
  approved: "De acuerdo: {names}",
  box: "la caja",
  entry: {
    one: "Propuesta de {name} · {model} · participó {count} de {roll}",
    other: "Propuesta de {name} · {model} · participaron {count} de {roll}",
  },
  "take.title": "Llevárselas",
  "take.html": "Una página para imprimir (HTML)",
  "take.csv": "Una tabla (CSV)",
  "take.json": "Para programas (JSON)",
  "take.ics": "Los plazos para mi calendario",
  "take.failed": "Para esto hace falta la caja, y no respondió. Prueba cuando esté al alcance.",
};

export default es;
