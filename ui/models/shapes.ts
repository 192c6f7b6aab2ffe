/** What the box says about its language models (appliance/models). */
export const modelsPath = "/api/models";
export const uploadsPath = `${modelsPath}/uploads`;

/** A file on its way in. */
export interface ModelUpload {
  id: string;
  size: number;
  received: number;
}

export interface ModelFile {
  sha256: string;
  role: "answer" | "embed" | "adapter";
  name: string;
  parameters: number;
  bytes: number;
  licence: string;
  source: string;
  languages: string[];
  deployed: boolean;
  /** How strongly an adapter in use works; 1 is as its author made it. */
  scale: number | null;
}

/** How an engine is. */
export interface EngineView {
  is: "ready" | "starting" | "down";
  /** Why it is down. */
  code?: string;
}

export interface ModelsView {
  files: ModelFile[];
  running: {
    answer: { sha256: string; state: EngineView } | null;
    embed: { sha256: string; state: EngineView } | null;
    machines: {
      model: string;
      host: string;
      /** What may go there. */
      privacy: "public-only" | "members" | "any";
      /** It finds instead of writing. */
      embeds: boolean;
      state: EngineView;
    }[];
  };
  missing: { name: string; sha256: string }[];
  /** How the engine's process is confined: `user` is "own" where it is not the box's. */
  sandbox: {
    user: "own" | "box" | "unknown";
    network: "none" | "unrestricted" | "unknown";
  };
}

export interface Trial {
  text: string;
  tokensPerSecond: number;
}
