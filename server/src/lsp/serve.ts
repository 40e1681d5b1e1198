import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startServer } from "./server.ts";
import { createServerHost } from "./serverHost.ts";

/**
 * Serves one client over what the command line names: `--stdio`, or `--node-ipc` as VS Code starts it. The process ends
 * when the client does. @throws {Error} when the command line names no transport
 */
export function serve(): void {
  const connection = createConnection(ProposedFeatures.all);
  // A stray failure is told and survived: the next request may well succeed.
  process.on("uncaughtException", (error) =>
    connection.console.error(`Unexpected failure: ${error.stack ?? String(error)}`),
  );
  process.on("unhandledRejection", (reason) =>
    connection.console.error(`Unexpected failure: ${String(reason)}`),
  );
  startServer(connection, createServerHost());
}
