/** Who lives in the sample community. Nobody of them exists. */
export interface DemoPerson {
  readonly name: string;
  readonly languages: readonly string[];
  readonly about: string;
  /** Degrees on the colour wheel. */
  readonly hue: number;
  readonly isModerator?: boolean;
  readonly isElder?: boolean;
}

export const founder = "Pilar Ocaña";
export const secondSteward = "Kofi Mensah";
export const demoValues = [
  "Care before speed",
  "What we know belongs to all of us",
  "The river has a vote",
];
export const eldersGroup = "elders-council";

export const people: readonly DemoPerson[] = [
  {
    name: founder,
    languages: ["es", "en"],
    about: "Street coordination and the crisis plan. Ring 100, or find me at Casa del Puente.",
    hue: 12,
  },
  {
    name: secondSteward,
    languages: ["en", "es"],
    about: "Batteries, panels, mediation. I like things that can be repaired.",
    hue: 210,
  },
  {
    name: "Imelda Ruiz",
    languages: ["es", "en"],
    about: "Nurse at Salud Común. First-aid course twice a year.",
    hue: 340,
    isModerator: true,
  },
  {
    name: "Noor Haddad",
    languages: ["en", "es"],
    about: "Escuela Sauce and Los Gorriones. Ask me about anything with children.",
    hue: 275,
    isModerator: true,
  },
  {
    name: "Lin Meihua",
    languages: ["zh", "es", "en"],
    about: "Tahona bakery and Lin Street. I translate on Wednesdays.",
    hue: 45,
    isModerator: true,
  },
  {
    name: "Rosa Quispe",
    languages: ["es", "en"],
    about: "Weaver. Seeds, dyes and the patterns that are ours.",
    hue: 320,
    isElder: true,
  },
  {
    name: "Tomás Ybarra",
    languages: ["es"],
    about: "I have read this river for sixty years. Boats, baskets, hens.",
    hue: 190,
    isElder: true,
  },
  {
    name: "Zhou Guilan",
    languages: ["zh"],
    about: "林街。面条、白菜、故事。",
    hue: 90,
    isElder: true,
  },
  {
    name: "Teo Marchetti",
    languages: ["en", "es"],
    about: "Agua Clara: spring, tank and pumps. Extension 120.",
    hue: 200,
  },
  {
    name: "Anya Okafor",
    languages: ["en"],
    about: "Huerta Tres Soles. Compost is my favourite subject.",
    hue: 130,
  },
  {
    name: "Bram de Wit",
    languages: ["en", "es"],
    about: "La Caja tool library and the shared van.",
    hue: 30,
  },
  {
    name: "Sunniva Dahl",
    languages: ["en"],
    about: "Radios. On channel 2 when it counts.",
    hue: 230,
  },
  {
    name: "Davit Sargsyan",
    languages: ["en"],
    about: "Repair café, fire points, anything with a motor.",
    hue: 60,
  },
];

/** Who signs for somebody without an account of their own. */
export const speakerFor: Readonly<Record<string, string>> = {
  "Old Tomás Ybarra": "Tomás Ybarra",
  "Marcelo Prieto": "Imelda Ruiz",
  "Fermín Salas": "Bram de Wit",
  "Amparo Gil": "Davit Sargsyan",
  "Zhou Jianping": "Lin Meihua",
};
