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
import { makeSocketFolder, takeSocketFolder } from "./socketFolder.ts";

/** Where the relays of submitted jobs ask what to run, and tell what their jobs print. */
export interface RelayServer {
  /**
   * A place by which a relay finds this server and gets `serve`; once, or again when its task runs again.
   * @throws {Error} when there is nowhere to listen
   */
  readonly expect: (serve: ServeRelay) => Promise<RelayPlace>;
  /**
   * Listens where this window did before it was reloaded, for a relay whose job still runs.
   * @throws {Error} when nobody may listen there, or somebody does
   */
  readonly expectAgain: (place: RelayPlace, serve: ServeRelay) => Promise<void>;
  /** Leaves the jobs that run to their terminals. */
  readonly dispose: () => void;
}

/** Where a relay is to connect, and the run that it is to ask for. */
export interface RelayPlace {
  readonly address: string;
  readonly run: string;
}

/** The environment that tells a relay its place. */
export function relayEnvironment({ address, run }: RelayPlace): Readonly<Record<string, string>> {
  return { [relayVariables.address]: address, [relayVariables.run]: run };
}

/** Serves one relay, which has just connected; gives who hears it. */
export type ServeRelay = (
  send: (request: RelayRequest) => void,
  place: RelayPlace,
  /** The process of a relay whose job runs already; undefined when it asks for one. */
  running: number | undefined,
) => RelayListener;

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
  const expectedAgain = new Map<string, ServeRelay>();
  const open = new Set<Socket>();
  let isStopped = false;
  let listening: Promise<string> | null = null;
  let stop = () => {};

  function take(socket: Socket, address: string): void {
    open.add(socket);
    let listener: RelayListener | null = null;
    receiveMessages(socket, (received) => {
      const message = received as RelayMessage;
      if (listener !== null) listener.received(message);
      else {
        const [run, running] = message.kind === "hello" ? [message.run, message.running] : [""];
        const serve = (running === undefined ? expected : expectedAgain).get(run);
        if (serve === undefined) socket.destroy();
        else listener = serve((request) => void sendMessage(socket, request), { address, run }, running);
      }
    });
    // Followed by "close".
    socket.on("error", () => {});
    socket.on("close", () => {
      open.delete(socket);
      if (!isStopped) listener?.closed();
    });
  }

  function listen(): Promise<string> {
    if (process.platform === "win32") return listenAt(`\\\\.\\pipe\\shufflewise-${randomUUID()}`, null);
    const { folder, address } = makeSocketFolder();
    return listenAt(address, folder);
  }

  function listenAt(address: string, folder: string | null): Promise<string> {
    const server = createServer((socket) => take(socket, address));
    stop = () => {
      isStopped = true;
      server.close();
      for (const socket of open) socket.destroy();
      if (folder !== null) rmSync(folder, { recursive: true, force: true });
    };
    return new Promise<string>((resolve, reject) => {
      server.on("error", reject).listen(address, () => resolve(address));
    }).catch((error: unknown) => {
      listening = null;
      throw error;
    });
  }

  return {
    expect: async (serve) => {
      const address = await (listening ??= listen());
      const run = randomUUID();
      expected.set(run, serve);
      return { address, run };
    },
    expectAgain: async ({ address, run }, serve) => {
      expectedAgain.set(run, serve);
      if (listening === null) {
        const folder = process.platform === "win32" ? null : await takeSocketFolder(address);
        listening ??= listenAt(address, folder);
      }
      if ((await listening) !== address) throw new Error(`This window listens elsewhere than at ${address}.`);
    },
    dispose: () => stop(),
  };
}
