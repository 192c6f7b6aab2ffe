/** The schema of folkmoot.yml: every field with its default, its meaning and what is allowed. */
import { type TSchema, t } from "elysia";

/** A field's annotations: `about` documents it, `allowed` completes the sentence "allowed: …". */
export interface FieldDoc {
  readonly about: string;
  readonly allowed: string;
  /** Checks that a JSON schema cannot express. */
  readonly ip?: boolean;
  readonly share?: boolean;
}

function whole(minimum: number, maximum: number, preset: number, about: string, unit = "") {
  const allowed = `a whole number from ${minimum} to ${maximum}${unit}`;
  return t.Integer({ minimum, maximum, default: preset, about, allowed });
}

function share(minimum: number, preset: number, about: string) {
  const allowed = `a share from ${minimum} to 1, with at most three decimals (0.6 is 60 %)`;
  return t.Number({ minimum, maximum: 1, default: preset, about, allowed, share: true });
}

function yesNo(preset: boolean, about: string) {
  return t.Boolean({ default: preset, about, allowed: "true or false" });
}

// RFC 1123 §2.1 labels, lower case only: the name is compared byte by byte in certificates. At
// most 40 letters: X.509 common names end at 64 (RFC 5280, ub-common-name), QR codes stay small.
const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const hostname = `^(?=.{1,40}$)(?!localhost$)${label}(?:\\.${label})*(?<![.][0-9]+)$`;
const closed = { additionalProperties: false };

export const configSchema = t.Object(
  {
    box: t.Object(
      {
        name: t.Union([t.Null(), t.String({ pattern: hostname })], {
          default: null,
          about:
            "The box's name on the network: moot becomes https://moot.local; a name with a dot is " +
            "a name in your own domain. Empty: one is made up at first start. It never changes.",
          allowed:
            "a host name of at most 40 small letters, digits, hyphens and dots, such as moot",
        }),
        host: t.String({
          default: "0.0.0.0",
          ip: true,
          about: "The address to listen on. 0.0.0.0 is every network; 127.0.0.1 this machine only.",
          allowed: "an IP address",
        }),
        port: whole(0, 65_535, 8443, "The HTTPS port.", " (0 picks a free one)"),
        httpPort: whole(
          0,
          65_535,
          8080,
          "The plain HTTP port: the page that hands out the certificate, and localhost.",
          " (0 picks a free one)",
        ),
        data: t.String({
          minLength: 1,
          maxLength: 4096,
          default: "data",
          about: "The folder with everything the box keeps, relative to this file.",
          allowed: "a folder's path",
        }),
        mdns: yesNo(true, "Answer to <name>.local on the local network."),
      },
      closed,
    ),
    founding: t.Object(
      {
        languages: t.Array(t.String({ pattern: "^[a-z]{2,3}(?:-[A-Z]{2})?$" }), {
          minItems: 1,
          maxItems: 12,
          uniqueItems: true,
          default: ["en", "es"],
          about: "The community's languages, the first one first.",
          allowed: "1 to 12 different language codes such as en, es or pt-BR",
        }),
        quorum: share(0, 0.6, "The share of members who must take part in a decision."),
        approval: share(0.5, 0.75, "The share of yes among yes, no and block that adopts it."),
        discussionHours: whole(1, 2160, 72, "Discussion before voting opens."),
        votingHours: whole(1, 2160, 48, "How long voting is open."),
        graceHours: whole(0, 336, 24, "How long a ballot cast in time may take to arrive."),
        veto: yesNo(true, "Whether a reasoned block stops a decision."),
      },
      closed,
    ),
    limits: t.Object(
      {
        uploadMegabytes: whole(1, 50, 50, "The largest document that may be imported, in MB."),
        uploadsAtOnce: whole(1, 32, 5, "Imports that one member may have under way."),
        memberMegabytesPerDay: whole(
          1,
          100_000,
          64,
          "What one member may add in a day, in MB; ballots and alerts are never counted out.",
        ),
      },
      closed,
    ),
    assistant: t.Object(
      {
        slots: whole(1, 64, 4, "How many answers a language model writes at the same time."),
        contextTokens: whole(
          512,
          131_072,
          4_096,
          "How much one question, its passages and its answer may be for the model, in tokens.",
        ),
        threads: whole(
          0,
          256,
          0,
          "How many processor cores the model computes on; 0 is all but one. More than there are " +
            "free makes everything slower.",
        ),
        memoryMegabytes: whole(
          0,
          1_048_576,
          0,
          "How much memory the model may take before its process is ended, in MB; 0 is three " +
            "quarters of the machine's.",
        ),
        engineSocket: t.Union([t.Null(), t.String({ pattern: "^/[^\\s]{1,106}$" })], {
          default: null,
          about:
            "The socket at which systemd starts the model's process under a user of its own " +
            "(image/README.md). Empty: the box starts it itself, as its own user.",
          allowed: "a path that begins with /, of at most 107 letters",
        }),
        machines: t.Array(
          t.Object(
            {
              url: t.String({ pattern: "^https?://[^\\s]{1,300}$" }),
              model: t.String({ minLength: 1, maxLength: 200 }),
              key: t.Optional(t.String({ minLength: 1, maxLength: 400 })),
              slots: t.Optional(t.Integer({ minimum: 1, maximum: 256 })),
              weight: t.Optional(t.Integer({ minimum: 1, maximum: 100 })),
              contextTokens: t.Optional(t.Integer({ minimum: 512, maximum: 1_048_576 })),
              privacy: t.Optional(
                t.UnionEnum(["public-only", "members", "any"], { default: "public-only" }),
              ),
              outside: t.Optional(t.Boolean()),
              embeds: t.Optional(t.Boolean()),
            },
            closed,
          ),
          {
            maxItems: 32,
            default: [],
            about:
              "Other machines of your network that answer too (llama.cpp's server, vLLM, another " +
              "box). privacy says what may go there: public-only is questions whose passages were all " +
              "given to the commons, members also those that all members may read, any is all. With " +
              "embeds: true it finds by meaning instead of writing, where no model of the box does; " +
              "it reads every passage then, so it needs privacy: any.",
            allowed:
              "a list of {url, model}, each with key, slots (4), weight (1), contextTokens (4096), " +
              "privacy (public-only, members or any), outside (false: only addresses of the " +
              "local network) and embeds (false) where needed",
          },
        ),
      },
      closed,
    ),
    logs: t.Object(
      {
        level: t.UnionEnum(["error", "warn", "info", "debug"], {
          default: "info",
          about: "How much is written to stderr. No level contains what people wrote.",
          allowed: "error, warn, info or debug",
        }),
      },
      closed,
    ),
  },
  closed,
);

/** folkmoot.yml as it is written: shares as fractions, everything optional. */
export type ConfigFile = typeof configSchema.static;

/** What the box runs with: every field set, shares in permille, sizes in bytes, paths absolute. */
export interface Config {
  readonly box: Readonly<ConfigFile["box"]>;
  readonly founding: {
    readonly languages: readonly string[];
    readonly quorumPermille: number;
    readonly approvalPermille: number;
    readonly discussionHours: number;
    readonly votingHours: number;
    readonly graceHours: number;
    readonly veto: boolean;
  };
  readonly limits: {
    readonly uploadBytesMax: number;
    readonly uploadsAtOnceMax: number;
    readonly memberBytesPerDay: number;
  };
  readonly assistant: {
    readonly slots: number;
    readonly contextTokens: number;
    /** 0 leaves it to the box, as in `memoryBytesMax`. */
    readonly threads: number;
    readonly memoryBytesMax: number;
    readonly engineSocket: string | null;
    readonly machines: ConfigFile["assistant"]["machines"];
  };
  readonly logs: { readonly level: "error" | "warn" | "info" | "debug" };
}

export type ConfigField = TSchema & FieldDoc;
