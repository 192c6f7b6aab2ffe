/** The page's words. `*Words between stars*` are what to look for on the screen. */
import type { DeviceKind, Language } from "./visitor.ts";

export interface Texts {
  readonly language: string;
  readonly title: Readonly<Record<DeviceKind, string>>;
  readonly intro: string;
  readonly wordsTitle: string;
  readonly wordsIntro: string;
  readonly wordsDiffer: string;
  readonly trustTitle: string;
  readonly devices: Readonly<Record<DeviceKind, string>>;
  readonly download: Readonly<Record<DeviceKind, string>>;
  /** One after the other; for computers, the one line that fits. */
  readonly steps: Readonly<Record<Exclude<DeviceKind, "computer">, readonly string[]>>;
  readonly systems: readonly { readonly name: string; readonly way: string }[];
  readonly notes: Readonly<Record<DeviceKind, string>>;
  readonly checkTitle: string;
  readonly checkNow: string;
  readonly asking: string;
  readonly notYet: string;
  readonly notYetHelp: string;
  readonly done: string;
  readonly doneHelp: string;
  readonly open: string;
  readonly openUnchecked: string;
  readonly showSteps: string;
  readonly canTitle: string;
  readonly can: readonly string[];
  readonly fingerprint: string;
  readonly phoneTitle: string;
  readonly phoneIntro: string;
  readonly phoneCode: string;
  readonly posterLink: string;
  readonly posterTitle: string;
  readonly posterSteps: readonly string[];
  readonly posterWords: string;
  readonly posterNote: string;
}

const english: Texts = {
  language: "English",
  title: {
    android: "Connect this phone",
    iphone: "Connect this iPhone or iPad",
    computer: "Connect this computer",
  },
  intro:
    "Folkmoot runs on a box near you, not on the internet. Before you can talk to it in private, " +
    "your device needs to know the box. You do this once; it takes about two minutes.",
  wordsTitle: "Compare the words",
  wordsIntro:
    "These eight words belong to this box. The same words stand on its screen and its poster, or " +
    "a member can read them to you.",
  wordsDiffer: "Are they different? *Stop here.* Another machine is answering in its place.",
  trustTitle: "Let your device know the box",
  devices: { android: "Android", iphone: "iPhone and iPad", computer: "Computer" },
  download: {
    android: "Download the certificate",
    iphone: "Download the profile",
    computer: "Download the certificate",
  },
  steps: {
    android: [
      "Tap the button. If you are asked, keep the file.",
      "Open the phone's *Settings* and search for *CA certificate*. (It is under *Security*, then *More security* or *Encryption & credentials*, then *Install a certificate*.)",
      "Tap *CA certificate*, then *Install anyway*. Unlock with your PIN or finger.",
      "Choose the file that begins with *folkmoot* from your downloads.",
      "Come back to this page.",
    ],
    iphone: [
      "Open this page in *Safari* and tap the button. Tap *Allow*, then *Close*.",
      "Open *Settings*. Tap *Profile Downloaded* near the top, then *Install* three times. Your passcode is asked for.",
      "In *Settings*, open *General*, *About*, and at the very bottom *Certificate Trust Settings*.",
      "Switch on the one that begins with *Folkmoot*, and tap *Continue*.",
      "Come back to this page.",
    ],
  },
  systems: [
    {
      name: "Windows",
      way: "Open the file. Choose *Install Certificate*, *Current User*, *Place all certificates in the following store*, and there *Trusted Root Certification Authorities*.",
    },
    {
      name: "Mac",
      way: "Open the file. In *Keychain Access*, open the certificate that begins with *Folkmoot*, and under *Trust* choose *Always Trust*.",
    },
    {
      name: "Linux, with Chromium or Chrome",
      way: "In the browser: *Settings › Privacy and security › Security › Manage certificates*. Under *Authorities* or *Custom*, import the file and trust it for websites.",
    },
    {
      name: "Firefox, on any of them",
      way: "In the browser: *Settings › Privacy & Security › View Certificates › Authorities*. Import the file and trust it for websites.",
    },
  ],
  notes: {
    android:
      "Android may say that your network could be monitored. It says so about every certificate " +
      "that a person adds. This one can speak for this box and for nothing else. Use Chrome; your " +
      "phone needs a screen lock.",
    iphone:
      "The profile is shown as “Not Signed”, as every profile made at home is. It can speak for " +
      "this box and for nothing else.",
    computer: "Then do what fits your computer, and come back to this page.",
  },
  checkTitle: "Check that it worked",
  checkNow: "Check now",
  asking: "Asking the box…",
  notYet: "Not yet",
  notYetHelp:
    "Your device does not trust the box so far. Go through the steps once more: most often the " +
    "last one was missed. Never click past a warning instead.",
  done: "Your device knows the box",
  doneHelp: "From now on, what you say to each other is private.",
  open: "Open Folkmoot",
  openUnchecked: "Open Folkmoot. If a warning appears, a step is missing: do not click past it.",
  showSteps: "Show the words and steps again",
  canTitle: "What this certificate can do, and what not",
  can: [
    "It lets your device recognise *{name}*, this box, and nothing else.",
    "It cannot speak for your bank, your mail or any other site, even if the box is stolen. Your device itself makes sure of that.",
    "The key that made it was destroyed when the box was set up.",
    "You can remove it at any time, where you installed it.",
  ],
  fingerprint: "Fingerprint (SHA-256)",
  phoneTitle: "A phone instead?",
  phoneIntro: "Scan this with the phone's camera, in the same network as the box.",
  phoneCode: "QR code of this page",
  posterLink: "A poster to print",
  posterTitle: "Join {name}",
  posterSteps: [
    "Be in the same WiFi as the box.",
    "Scan the code with your phone's camera, or type the address below it.",
    "Compare the eight words, and follow the steps.",
  ],
  posterWords: "The words of this box",
  posterNote: "Before you hang this up, compare the words with those on the box itself.",
};

const spanish: Texts = {
  language: "Español",
  title: {
    android: "Conecta este teléfono",
    iphone: "Conecta este iPhone o iPad",
    computer: "Conecta este ordenador",
  },
  intro:
    "Folkmoot funciona en una caja cerca de ti, no en internet. Para hablar con ella en privado, " +
    "tu dispositivo tiene que conocerla. Se hace una sola vez y lleva unos dos minutos.",
  wordsTitle: "Compara las palabras",
  wordsIntro:
    "Estas ocho palabras son de esta caja. Las mismas están en su pantalla y en su cartel, o te " +
    "las puede leer alguien de la comunidad.",
  wordsDiffer: "¿Son distintas? *No sigas.* Otra máquina responde en su lugar.",
  trustTitle: "Presenta la caja a tu dispositivo",
  devices: { android: "Android", iphone: "iPhone y iPad", computer: "Ordenador" },
  download: {
    android: "Descargar el certificado",
    iphone: "Descargar el perfil",
    computer: "Descargar el certificado",
  },
  steps: {
    android: [
      "Toca el botón. Si te pregunta, conserva el archivo.",
      "Abre los *Ajustes* del teléfono y busca *Certificado de CA*. (Está en *Seguridad*, luego *Más ajustes de seguridad* o *Cifrado y credenciales*, luego *Instalar un certificado*.)",
      "Toca *Certificado de CA* y después *Instalar de todos modos*. Desbloquea con tu PIN o tu huella.",
      "Elige en las descargas el archivo que empieza por *folkmoot*.",
      "Vuelve a esta página.",
    ],
    iphone: [
      "Abre esta página en *Safari* y toca el botón. Toca *Permitir* y después *Cerrar*.",
      "Abre *Ajustes*. Toca *Perfil descargado*, arriba, y después *Instalar* tres veces. Te pedirá el código.",
      "En *Ajustes*, abre *General*, *Información* y, abajo del todo, *Ajustes de confianza de los certificados*.",
      "Activa el que empieza por *Folkmoot* y toca *Continuar*.",
      "Vuelve a esta página.",
    ],
  },
  systems: [
    {
      name: "Windows",
      way: "Abre el archivo. Elige *Instalar certificado*, *Usuario actual*, *Colocar todos los certificados en el siguiente almacén* y allí *Entidades de certificación raíz de confianza*.",
    },
    {
      name: "Mac",
      way: "Abre el archivo. En *Acceso a Llaveros*, abre el certificado que empieza por *Folkmoot* y en *Confiar* elige *Confiar siempre*.",
    },
    {
      name: "Linux, con Chromium o Chrome",
      way: "En el navegador: *Configuración › Privacidad y seguridad › Seguridad › Gestionar certificados*. En *Entidades* o *Personalizado*, importa el archivo y confía en él para sitios web.",
    },
    {
      name: "Firefox, en cualquiera de ellos",
      way: "En el navegador: *Ajustes › Privacidad y seguridad › Ver certificados › Autoridades*. Importa el archivo y confía en él para sitios web.",
    },
  ],
  notes: {
    android:
      "Puede que Android avise de que alguien podría supervisar tu red. Lo dice de todo certificado " +
      "que añade una persona. Este solo puede hablar por esta caja. Usa Chrome; el teléfono " +
      "necesita un bloqueo de pantalla.",
    iphone:
      "El perfil aparece como «No firmado», como todos los hechos en casa. Solo puede hablar por " +
      "esta caja.",
    computer: "Después, haz lo que corresponda a tu ordenador y vuelve a esta página.",
  },
  checkTitle: "Comprueba que funciona",
  checkNow: "Comprobar ahora",
  asking: "Preguntando a la caja…",
  notYet: "Todavía no",
  notYetHelp:
    "Tu dispositivo aún no confía en la caja. Repasa los pasos: lo más frecuente es que falte el " +
    "último. No te saltes nunca un aviso de seguridad.",
  done: "Tu dispositivo conoce la caja",
  doneHelp: "Desde ahora, lo que os decís es privado.",
  open: "Abrir Folkmoot",
  openUnchecked: "Abrir Folkmoot. Si sale un aviso, falta un paso: no te lo saltes.",
  showSteps: "Ver otra vez las palabras y los pasos",
  canTitle: "Qué puede hacer este certificado y qué no",
  can: [
    "Permite que tu dispositivo reconozca *{name}*, esta caja, y nada más.",
    "No puede hablar por tu banco, tu correo ni ningún otro sitio, aunque roben la caja. De eso se asegura tu propio dispositivo.",
    "La clave con que se hizo se destruyó al preparar la caja.",
    "Puedes quitarlo cuando quieras, donde lo instalaste.",
  ],
  fingerprint: "Huella digital (SHA-256)",
  phoneTitle: "¿Mejor un teléfono?",
  phoneIntro: "Escanea esto con la cámara del teléfono, en la misma red que la caja.",
  phoneCode: "Código QR de esta página",
  posterLink: "Un cartel para imprimir",
  posterTitle: "Entra en {name}",
  posterSteps: [
    "Conéctate a la misma WiFi que la caja.",
    "Escanea el código con la cámara del teléfono o escribe la dirección de debajo.",
    "Compara las ocho palabras y sigue los pasos.",
  ],
  posterWords: "Las palabras de esta caja",
  posterNote: "Antes de colgarlo, compara las palabras con las de la propia caja.",
};

export const texts: Readonly<Record<Language, Texts>> = { en: english, es: spanish };
