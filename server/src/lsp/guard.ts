import { LSPErrorCodes, ResponseError, type CancellationToken, type Connection } from "vscode-languageserver";

/** Runs a handler; what it throws is logged with the request's name, and `fallback` answers in its place. */
export type Guard = <T>(request: string, fallback: T, handler: () => Promise<T> | T) => Promise<T>;

/** A guard that logs to the connection's console. Cancellations are no failures and reach the client. */
export function createGuard(connection: Pick<Connection, "console">): Guard {
  return async (request, fallback, handler) => {
    try {
      return await handler();
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      connection.console.error(`${request} failed: ${detail}`);
      return fallback;
    }
  };
}

/** Lets the messages in the queue be read first: an edit or a cancellation may be among them. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** @throws {ResponseError} RequestCancelled when the client no longer wants the answer */
export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled.");
}
