import type { Strings } from "../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  "record.title": "El registro",
  "record.lead":
    "Todo lo que se firma aquí queda en una sola fila que solo puede crecer. Este teléfono comprueba que nadie la cambie, ni siquiera la caja.",
  "state.ok": "No se ha cambiado nada",
  "state.okText": "El registro de la caja es el que este teléfono recuerda, y solo ha crecido.",
  "state.fault": "La caja contradice lo que ha firmado",
  "state.changed": "La caja dice que su registro se ha dañado",
  "state.nothing": "Aún sin comparar",
  "state.nothingText": "Este teléfono lo compara en cuanto tenga la caja a su alcance.",
  "state.size": "Cosas firmadas en el registro",
  "state.compared": "Comparado por última vez",
  "state.log": "Nombre de este registro",
  "state.opened": "Abierto",
  "state.head": "Su suma en este momento",
  "state.check": "Comparar ahora",
  "state.away": "La caja no responde. Inténtalo cuando esté al alcance.",

  "fault.forked": "La caja ha firmado dos registros distintos",
  "fault.forkedText":
    "A este teléfono le mostró un registro y firmó otro de la misma longitud. Alguien quiere que dos personas crean dos cosas.",
  "fault.rewritten": "La caja ha cambiado su pasado",
  "fault.rewrittenText":
    "Lo que muestra ahora no empieza con lo que había firmado antes. Se alteró o se quitó algo.",
  "fault.unproven": "La caja no puede probar su registro",
  "fault.unprovenText":
    "Se le pidió probar que su registro solo ha crecido y no dio ninguna prueba válida. Puede estar averiada o esconder algo.",
  "fault.shrunk": "La caja muestra menos de lo que ha firmado",
  "fault.shrunkText": "Su registro era más largo antes. No ha dicho que se restauró de una copia.",
  "fault.undeclared": "La caja ha empezado otro registro",
  "fault.undeclaredText": "Usa un registro nuevo y no dice que se haya restaurado de una copia.",
  "fault.unsigned": "La caja muestra un registro que no ha firmado",
  "fault.unsignedText":
    "Falta la firma o es falsa. Puede que no sea vuestra caja, o que esté averiada.",
  "fault.dropped": "Algo tuyo no está en el registro",
  "fault.droppedText":
    "La caja se lo había confirmado a este teléfono y ahora no lo puede mostrar. Aquí se conserva.",
  "fault.changed": "La caja dice que su registro se ha dañado",
  "fault.changedText":
    "Lo que hay en su disco no es lo que había firmado. No firma nada más hasta que se restaure una copia.",
  "alarm.seen": "Notado",
  "alarm.todo": "Qué hacer",
  "alarm.stay": "No se pierde nada tuyo: lo que firmaste se conserva en este teléfono.",
  "alarm.save":
    "Guarda la evidencia y muéstrala a las personas encargadas y a otras. Se puede comprobar sin la caja.",
  "alarm.compare":
    "Compara este teléfono con otro, más abajo. Si otros también lo ven, es la caja.",
  "alarm.trust":
    "Mientras no se aclare, no te fíes de lo que la caja diga sobre votos y decisiones.",
  "alarm.saveButton": "Guardar la evidencia",
  "alarm.settle": "Apartar",
  "alarm.startOver": "Empezar de nuevo con lo que la caja muestra",
  "alarm.startOverText":
    "Solo cuando se haya explicado: este teléfono olvida lo que recordaba y confía en el registro de hoy. La evidencia se queda.",
  "alarm.earlier": "Apartado antes",

  "restores.title": "Restaurada de una copia",
  "restores.none": "{when}: volvió todo lo que este teléfono conocía.",
  "restores.lost": {
    one: "{when}: no había vuelto {count} cosa firmada que este teléfono conocía.",
    other: "{when}: no habían vuelto {count} cosas firmadas que este teléfono conocía.",
  },
  "restores.text":
    "Lo ha dicho la propia caja, y lo que había antes no ha cambiado. Los teléfonos vuelven a enviar lo suyo. Si nadie sabe de una restauración, pregunta a las personas encargadas.",

  "own.title": "Lo que has firmado tú",
  "own.text": "Este teléfono exige la prueba de que cada cosa está en el registro.",
  "own.none": "Aún no has firmado nada.",
  "own.proven": "En el registro",
  "own.later": "La prueba llega pronto",
  "own.waiting": "Aún sin enviar",

  "compare.title": "Comparar con otro teléfono",
  "compare.text":
    "Una caja podría mostraros a cada cual otro registro. Enseña este código a alguien, o escanea el suyo: entonces ya no puede.",
  "compare.open": "Comparar",
  "compare.mine": "El registro tal como lo vio este teléfono",
  "compare.scan": "Escanear el suyo",
  "compare.same": "Los dos teléfonos han visto el mismo registro.",
  "compare.grown": "Los dos teléfonos han visto un solo registro, uno de ellos un poco antes.",
  "compare.other":
    "Ese código no es de este registro. Comparad primero los dos con la caja y probad otra vez.",
  "compare.differs":
    "A los dos teléfonos se les mostraron registros distintos. Mira arriba en esta página.",

  "proof.title": "Prueba de que está en el registro",
  "proof.lead": "Vale sin la caja y para cualquiera.",
  "proof.yes": "Está en el registro",
  "proof.yesText":
    "La caja ha firmado un registro que lo contiene. Si alguna vez faltara, esto prueba que estuvo.",
  "proof.later": "La caja aún no lo ha firmado",
  "proof.laterText": "Tarda unos segundos. Vuelve luego o compara otra vez.",
  "proof.waiting": "Aún no ha llegado a la caja",
  "proof.waitingText": "Espera en este teléfono y se envía cuando la caja esté al alcance.",
  "proof.refused": "La caja no lo ha tomado en el registro",
  "proof.refusedText": "Mira lo que espera a ser enviado: allí dice por qué.",
  "proof.unknown": "Este teléfono no ha firmado eso",
  "proof.unknownText":
    "Las pruebas se guardan en el teléfono que firmó. Mira en tu otro dispositivo.",
  "proof.what": "Qué",
  "proof.signed": "Firmado por ti",
  "proof.place": "Su lugar",
  "proof.placeText": "número {place} de {size}",
  "proof.id": "Su número",
  "proof.log": "En el registro",
  "proof.save": "Guardar la prueba",
  "proof.check":
    "Quien reciba el archivo lo puede comprobar con «moot verify» y el nombre del archivo, en cualquier ordenador con Folkmoot. No contiene las palabras de lo que se puede borrar.",
  "proof.ask": "Pedirla ahora",
};

export default es;
