import type { Engine } from "../analysis/analyze.ts";
import type { ChangeSignal } from "./changeSignal.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import type { Documents } from "./documents.ts";
import type { Guard } from "./guard.ts";
import type { ServerHost } from "./serverHost.ts";
import type { Settings } from "./settings.ts";
import type { WorkspaceFiles } from "./workspaceFiles.ts";

/** What the server's parts share, made once a connection. */
export interface ServerContext {
  readonly host: ServerHost;
  readonly engine: Promise<Engine>;
  readonly client: () => ClientFeatures;
  readonly guard: Guard;
  readonly settings: Settings;
  readonly documents: Documents;
  readonly workspaceFiles: WorkspaceFiles;
  /** Raised whenever findings may have changed. */
  readonly changes: ChangeSignal;
}
