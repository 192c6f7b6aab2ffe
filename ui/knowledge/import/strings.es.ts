import type { Strings } from "../../i18n/index.ts";
import type en from "./strings.en.ts";

const es: Strings<typeof en> = {
  "import.lead":
    "El texto de un archivo se convierte en saber. Ves cada parte antes de que se guarde nada.",
  "import.choose": "Elegir un archivo",
  "import.drop": "Suelta archivos aquí, o elígelos.",
  "import.formats":
    "PDF, Word (DOCX), EPUB, HTML, Markdown, CSV y texto sin formato, hasta {size}. Las páginas escaneadas necesitan antes reconocimiento de texto.",
  "import.tooLarge": "Demasiado grande para traerlo",
  "import.tooLarge.text":
    "Un archivo puede tener {size} como mucho. Divídelo, o guarda solo su texto.",
  "import.sending": "De camino a la caja",
  "import.progress": "{received} de {size}",
  "import.waiting": "Espera en este teléfono, y sigue solo cuando la caja esté a tu alcance.",
  "import.refused": "La caja no ha aceptado este archivo",
  "import.drop.this": "No traerlo",
  "import.brought": "En la caja, sin compartir",
  "import.ready": "Listo para mirarlo",
  "import.reading": "Leyéndose",
  "import.reading.text": "La caja está leyendo el archivo. Los largos tardan un minuto.",
  "import.failed": "No se ha podido leer",
  "import.failed.title": "La caja no ha podido leer este archivo",
  "import.failed.safe": "No se ha guardado nada, y nada más se ve afectado.",
  "import.unfinished": "No ha llegado entero",
  "import.unfinished.text":
    "Falta una parte por llegar. Sigue desde el teléfono donde se eligió; o tíralo y elígelo otra vez.",
  "import.discard": "Tirarlo",
  "import.discarded": "Tirado.",
  "import.gone": "Este archivo ya no está aquí",
  "import.gone.text": "Se compartió o se tiró, o ha pasado un día.",
  "preview.lead": "Míralo, elige y comparte.",
  "preview.nothingStored": "Aún no se comparte nada. La caja olvida el archivo en un día.",
  "preview.series": "Título del conjunto",
  "preview.series.hint": "Las partes quedan unidas bajo este nombre.",
  "preview.parts": { one: "{count} parte", other: "{count} partes" },
  "preview.part": "parte {n}",
  "preview.chars": { one: "{chars} letra", other: "{chars} letras" },
  "preview.partReminders": {
    one: "{count} lugar parece privado",
    other: "{count} lugares parecen privados",
  },
  "preview.reminders": {
    one: "{count} lugar parece privado: un teléfono, una dirección, la salud de alguien. Léelo antes de compartir.",
    other:
      "{count} lugares parecen privados: teléfonos, direcciones, la salud de alguien. Léelos antes de compartir.",
  },
  "preview.read": "Leer y renombrar la parte {n}",
  "preview.all.show": { one: "Ver {count} parte", other: "Ver las {count} partes" },
  "preview.all": "Para todas las partes",
  "preview.share": { one: "Compartir {count} parte", other: "Compartir {count} partes" },
  "preview.sharing": "Preparando",
  "preview.progress": "{done} de {count}",
  "preview.shared": { one: "{count} parte compartida.", other: "{count} partes compartidas." },
  "preview.failed":
    "La caja no ha dado todas las partes. No se ha compartido nada; inténtalo cuando esté a tu alcance.",
  "warning.guessed-encoding":
    "Puede haber letras equivocadas: el archivo no dice cómo está codificado.",
  "warning.pictures-left-out": "Las imágenes se han dejado fuera. Solo viene el texto.",
  "warning.pages-without-text": "Algunas páginas no tienen texto. Quizá son fotos de páginas.",
  "warning.damaged-parts": "Partes del archivo están dañadas y se han dejado fuera.",
  "warning.rows-of-other-length": "Algunas filas tienen más o menos columnas que la primera.",
  "failure.import-unsupported":
    "Los archivos de este tipo no se pueden leer. Guárdalo como PDF, DOCX, EPUB, HTML, Markdown, CSV o texto sin formato, y trae eso.",
  "failure.import-encrypted":
    "Está cerrado con contraseña o protección de copia. Guárdalo sin ella, donde se pueda abrir, y trae esa copia.",
  "failure.import-damaged":
    "Está dañado o incompleto. Ábrelo con otro programa para ver si está entero, o consíguelo de nuevo.",
  "failure.import-too-complex":
    "Al abrirse ocupa mucho más de lo que necesita su texto. Guarda solo el texto, sin formato o en PDF, y trae eso.",
  "failure.import-too-long":
    "Tiene más texto del que se puede traer de una vez. Divídelo en varios archivos.",
  "failure.import-no-text":
    "No se ha encontrado texto. Si sus páginas son fotos, pasa antes un reconocimiento de texto, o escríbelo a mano.",
  "failure.import-timeout":
    "Se ha tardado demasiado en leerlo. Guarda solo el texto, sin formato, y trae eso.",
  "failure.import-memory":
    "Leerlo pide más memoria de la que la caja puede gastar. Divídelo, o guarda solo el texto, y trae eso.",
  "share.taking": "Recogiendo lo que has compartido…",
};

export default es;
