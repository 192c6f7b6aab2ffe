/** The proposals of the sample community. */
import { choices, type DecisionModel, optionChoice } from "../../mesh/kinds/index.ts";
import { batteryOffers, type DemoFile, fridgeNights, wellFlow, wellMap } from "./files.ts";

export interface DemoProposal {
  readonly by: string;
  readonly lang: string;
  readonly title: string;
  readonly summary: string;
  readonly body?: string;
  readonly model: DecisionModel;
  readonly topic?: string;
  readonly options?: readonly string[];
  /** The category whose knowledge it would share with the neighbours. */
  readonly shares?: string;
  readonly reviewInDays?: number;
  readonly openedHoursAgo: number;
  readonly closedHoursAgo?: number;
  readonly votes: readonly { by: string; choice: number; reason?: string }[];
  readonly comments?: readonly { by: string; text: string; answers?: boolean }[];
  readonly files?: readonly DemoFile[];
  /** What became of it. */
  readonly note?: string;
}

const day = 24;
const yes = (...people: string[]) => people.map((by) => ({ by, choice: choices.yes }));
const no = (...people: string[]) => people.map((by) => ({ by, choice: choices.no }));

const most = [
  "Pilar Ocaña",
  "Kofi Mensah",
  "Imelda Ruiz",
  "Noor Haddad",
  "Lin Meihua",
  "Teo Marchetti",
  "Anya Okafor",
  "Bram de Wit",
];

export const proposals: readonly DemoProposal[] = [
  {
    by: "Anya Okafor",
    lang: "en",
    title: "Share what we know about gardens with Valle Sereno",
    summary:
      "They asked how we keep tomatoes through the dry weeks. They would get our garden pages, " +
      "and nothing that is marked sacred.",
    body:
      "Valle Sereno is two valleys over and drier than we are. Whoever wrote a page has said " +
      "whether it may travel; the rest stays here.",
    model: "modified",
    topic: "garden",
    shares: "food",
    reviewInDays: 180,
    openedHoursAgo: 40 * day,
    closedHoursAgo: 33 * day,
    votes: [
      ...yes(...most),
      ...no("Davit Sargsyan"),
      {
        by: "Rosa Quispe",
        choice: choices.reservations,
        reason: "Only what is not ours alone to give: the dye plants stay at home.",
      },
    ],
    comments: [
      { by: "Rosa Quispe", text: "Which pages exactly? I want to see the list before I vote." },
      { by: "Anya Okafor", text: "The category food. I read you the titles.", answers: true },
    ],
    note: "They wrote back with a way to shade seedlings with old nets. It works.",
  },
  {
    by: "Teo Marchetti",
    lang: "es",
    title: "Cerrar el pozo viejo del lado norte",
    summary: "Da poca agua y hay que limpiarlo cada mes. Propongo taparlo este invierno.",
    model: "modified",
    topic: "water",
    files: [wellMap, wellFlow],
    openedHoursAgo: 12 * day,
    closedHoursAgo: 4 * day,
    votes: [
      ...yes("Teo Marchetti", "Kofi Mensah", "Bram de Wit", "Noor Haddad", "Sunniva Dahl"),
      ...yes("Imelda Ruiz", "Davit Sargsyan"),
      {
        by: "Tomás Ybarra",
        choice: choices.block,
        reason:
          "En el año de la sequía ese pozo fue el único que no se secó. Si lo tapamos, no vuelve.",
      },
    ],
    comments: [
      { by: "Lin Meihua", text: "¿Y si lo dejamos con tapa, pero sin cegarlo?" },
      { by: "Teo Marchetti", text: "Eso lo puedo presupuestar.", answers: true },
    ],
  },
  {
    by: "Noor Haddad",
    lang: "en",
    title: "Quiet hours at Escuela Sauce from eight to noon",
    summary:
      "The little ones learn better when the workshop next door is still. The repair café " +
      "would begin at noon.",
    model: "majority",
    topic: "school",
    openedHoursAgo: 4 * day,
    votes: [
      ...yes("Noor Haddad", "Imelda Ruiz", "Lin Meihua", "Anya Okafor"),
      {
        by: "Davit Sargsyan",
        choice: choices.no,
        reason: "People bring their broken things before work, at seven. Not at noon.",
      },
    ],
    comments: [{ by: "Bram de Wit", text: "La Caja could take in repairs from seven to eight." }],
  },
  {
    by: "Sunniva Dahl",
    lang: "en",
    title: "What colour for the new antenna mast?",
    summary: "It will be seen from everywhere, so everybody may say.",
    model: "poll",
    options: ["Green like the hill", "Red and white", "As it is, grey"],
    openedHoursAgo: 4 * day - 6,
    votes: [
      { by: "Sunniva Dahl", choice: optionChoice + 1 },
      { by: "Zhou Guilan", choice: optionChoice },
      { by: "Anya Okafor", choice: optionChoice },
      { by: "Kofi Mensah", choice: optionChoice + 2 },
    ],
  },
  {
    by: "Kofi Mensah",
    lang: "en",
    title: "A second battery for the clinic",
    summary:
      "The first one lasts until four in the morning. With a second one the fridge with the " +
      "insulin gets through the night. 480 from the common purse.",
    model: "consensus",
    topic: "energy",
    files: [batteryOffers, fridgeNights],
    openedHoursAgo: 26,
    votes: yes("Kofi Mensah"),
    comments: [
      { by: "Imelda Ruiz", text: "Last week I carried the insulin home at three. Please." },
      { by: "Pilar Ocaña", text: "Is there an offer from somebody other than the one shop?" },
      { by: "Kofi Mensah", text: "Two, in the table with the files.", answers: true },
    ],
  },
];
