import type { Socket } from "node:net";

/** How the relay of a job's terminal learns where the extension listens, and for which run it asks. */
export const relayVariables = { address: "SHUFFLEWISE_RELAY_ADDRESS", run: "SHUFFLEWISE_RELAY_RUN" } as const;

/** What the relay tells the extension. */
export type RelayMessage =
  /** The first one. A relay whose job runs already, for a window that is gone, also says its process id. */
  | { readonly kind: "hello"; readonly run: string; readonly running?: number }
  | { readonly kind: "output"; readonly stream: OutputStream; readonly text: string }
  /** Somebody wants the job to end; what it prints from now on is no failure. */
  | { readonly kind: "cancelled" }
  /** The job has ended and all its output is told; `status` is null after a signal, or when it did not start. */
  | { readonly kind: "ended"; readonly status: number | null };

export type OutputStream = "stdout" | "stderr";

/** What the extension asks of the relay. */
export type RelayRequest =
  | { readonly kind: "print"; readonly text: string }
  | {
      readonly kind: "start";
      readonly argv: readonly string[];
      readonly cwd: string;
      readonly env: Readonly<Record<string, string | undefined>>;
    }
  /** The job is to end, as if its terminal were closed. */
  | { readonly kind: "end" }
  | { readonly kind: "exit"; readonly status: number };

/** Sends a message as one line of JSON; tells whether more may follow at once. A closed socket takes nothing. */
export function sendMessage(socket: Socket, message: RelayMessage | RelayRequest): boolean {
  return !socket.writable || socket.write(`${JSON.stringify(message)}\n`);
}

/** Reads the other side's messages, in order. A line that is no JSON closes the socket. */
export function receiveMessages(socket: Socket, receive: (message: unknown) => void): void {
  let line: string[] = [];
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    const [rest = "", ...more] = chunk.split("\n");
    line.push(rest);
    for (const next of more) {
      const message = parse(line.join(""));
      line = [next];
      if (message === undefined) {
        socket.destroy();
        return;
      }
      receive(message);
    }
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
