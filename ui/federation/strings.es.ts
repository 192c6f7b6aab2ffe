import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  title: "Lo que reciben nuestras comunidades amigas",
  lead: "Aquí está todo lo nuestro que llega a otras comunidades.",
  list: "Comunidades amigas",
  propose: "Proponer compartir algo",
  none: "Nada sale hacia nadie",
  noneText:
    "Una comunidad amiga recibe algo cuando se han decidido dos cosas: la amistad, y qué categoría se comparte. Cualquiera puede proponerlas.",
  guest: "Los miembros ven lo que llega a otras comunidades. Aquí eres una visita.",
  "withheld.not-admitted":
    "No recibe nada: se decidió compartir con ella, pero no la amistad entre comunidades.",
  "withheld.paused": "No recibe nada: una decisión lo ha puesto en pausa.",
  "withheld.emergency": "No recibe nada: en pausa por una emergencia, hasta que termine.",
  "withheld.short": "ahora no recibe nada",
  items: { one: "{count} saber", other: "{count} saberes" },
  nothingYet: "Todavía no hay nada que pueda salir",
  share: "Todo lo de «{category}» que permitan quienes lo escribieron",
  "share.except":
    "Todo lo de «{category}» que permitan quienes lo escribieron, pero nada con la etiqueta {labels}",
  noShares: "No se ha decidido compartir nada con ella.",
  pause: "Proponer una pausa",
  "pause.title": "No dar nada a {name} por ahora",
  "resume.title": "Seguir compartiendo con {name}",
  resume: "Proponer seguir compartiendo",
  "feed.title": "Lo que recibe {name}",
  "feed.lead":
    "Tal como se daría ahora. Cambia con cada decisión, y con la palabra de quien lo escribió.",
  "feed.decided": "Lo que se decidió compartir",
  "feed.items": "Lo que se da ahora",
  "feed.empty": "Ahora no se da nada",
  "feed.emptyText":
    "En estas categorías aún no hay nada que pueda salir: que sea para todos los miembros, esté vigente y su autor acepte compartirlo con comunidades amigas.",
  "feed.more": "Mostrar más",
  "feed.moreFailed": "Para lo demás hace falta la caja, y no respondió.",
  "consent.federation_ok": "para comunidades amigas",
  "consent.commons_ok": "para cualquiera",
  "feed.withdrawn": "Retirado",
  "feed.withdrawnText":
    "Lo tenían en un archivo anterior. El próximo les dice que no lo usen más; nadie puede hacer que lo olviden.",
  "feed.erased": "Borrado, o ya no para todos",
  "feed.travels": "Cómo llega",
  "feed.travelsText":
    "Quien tiene la línea de órdenes de la caja escribe un archivo firmado y lo lleva: {command}",
  "feed.exported": "El último archivo fue el número {serial}, hecho {when}.",
  "feed.neverExported": "Todavía no se ha hecho ningún archivo para ella.",
};
export default es;
