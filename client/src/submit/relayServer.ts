import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import {
  receiveMessages,
  relayVariables,
  sendMessage,
  type RelayMessage,
  type RelayRequest,
} from "../../relay/messages.ts";
import { makeSocketFolder } from "./socketFolder.ts";

/** Where the relays of submitted jobs ask what to run, and tell what their jobs print. */
export interface RelayServer {
  /**
   * The environment by which a relay finds this server and gets `serve`; once, or again when its task runs again.
   * @throws {Error} when there is nowhere to listen
   */
  readonly expect: (serve: ServeRelay) => Promise<Readonly<Record<string, string>>>;
  /** Leaves the jobs that run to their terminals. */
  readonly dispose: () => void;
}

/** Serves one relay, which has just connected; gives who hears it. */
export type ServeRelay = (send: (request: RelayRequest) => void) => RelayListener;

export interface RelayListener {
  readonly received: (message: RelayMessage) => void;
  readonly closed: () => void;
}

/**
 * Listens from the first task on. The socket lies in a folder that only this user may enter; a pipe of Windows has a
 * name that nobody can guess. A relay gets nothing before it has named a run, which is as hard to guess.
 */
export function createRelayServer(): RelayServer {
  const expected = new Map<string, ServeRelay>();
  const open = new Set<Socket>();
  let isStopped = false;
  let listening: Promise<string> | null = null;
  let stop = () => {};

  function take(socket: Socket): void {
    open.add(socket);
    let listener: RelayListener | null = null;
    receiveMessages(socket, (received) => {
      const message = received as RelayMessage;
      if (listener !== null) listener.received(message);
      else {
        const serve = message.kind === "hello" ? expected.get(message.run) : undefined;
        if (serve === undefined) socket.destroy();
        else listener = serve((request) => void sendMessage(socket, request));
      }
    });
    // Followed by "close".
    socket.on("error", () => {});
    socket.on("close", () => {
      open.delete(socket);
      if (!isStopped) listener?.closed();
    });
  }

  async function listen(): Promise<string> {
    const { folder, address } =
      process.platform === "win32"
        ? { folder: null, address: `\\\\.\\pipe\\shufflewise-${randomUUID()}` }
        : makeSocketFolder();
    const server = createServer(take);
    stop = () => {
      isStopped = true;
      server.close();
      for (const socket of open) socket.destroy();
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    };
    return new Promise((resolve, reject) => {
      server.on("error", reject).listen(address, () => resolve(address));
    });
  }

  return {
    expect: async (serve) => {
      const address = await (listening ??= listen());
      const run = randomUUID();
      expected.set(run, serve);
      return { [relayVariables.address]: address, [relayVariables.run]: run };
    },
    dispose: () => stop(),
  };
}
