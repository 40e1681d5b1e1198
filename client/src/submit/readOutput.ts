import type { LanguageClient } from "vscode-languageclient/node";
import {
  submitOutputRequest,
  type SubmitOutputEvent,
  type SubmitOutputResult,
} from "../../../server/src/protocol/submit.ts";

/** One stream of a run's output on its way through the server. */
export interface OutputReader {
  readonly take: (text: string) => void;
  /** Resolves when all of it is read. */
  readonly end: () => Promise<void>;
}

/** Who reads the output. */
type Server = Pick<LanguageClient, "sendRequest" | "isRunning" | "onDidChangeState" | "outputChannel">;

/** Milliseconds that a job's end waits for a server that is being started again. */
const patience = 5000;

/** Characters that are kept for a server that is not there yet: a traceback stands at the end. */
const mostKept = 200_000;

let streams = 0;

/**
 * Has the server read a stream as it comes and tells what is in it, each thing once. What a server cannot read that is
 * being started again, it reads later; what the one before may have read in half, it reads again.
 */
export function readOutput(
  client: Server,
  name: string,
  tell: (event: SubmitOutputEvent) => void,
): OutputReader {
  streams += 1;
  const stream = `${streams}-${name}`;
  const told = new Set<string>();
  let before = "";
  let waiting = "";
  let isNewServer = false;
  let reading = Promise.resolve();
  const listening = client.onDidChangeState(() => (isNewServer ||= !client.isRunning()));

  const tellOnce = (event: SubmitOutputEvent) => {
    const key = JSON.stringify(event);
    // A job may wait for its cluster again after it has run.
    if (event.kind === "clusterState" || !told.has(key)) tell(event);
    told.add(key);
  };
  /** Whether the server has read all there is. */
  const read = async (end: boolean): Promise<boolean> => {
    if (isNewServer) waiting = before + waiting;
    if (waiting === "" && !end) return true;
    const chunk = waiting;
    waiting = "";
    before = isNewServer ? "" : before;
    isNewServer = false;
    try {
      const { events } = await client.sendRequest<SubmitOutputResult>(submitOutputRequest, {
        stream,
        chunk,
        end,
      });
      events.forEach(tellOnce);
      before = (before + chunk).slice(-mostKept);
      return true;
    } catch (error) {
      waiting = (chunk + waiting).slice(-mostKept);
      client.outputChannel.warn(`The output of a run was not read: ${String(error)}`);
      return false;
    }
  };
  return {
    take: (text) => {
      waiting += text;
      // What comes while the server reads is sent together afterwards.
      reading = reading.then(() => read(false)).then(() => undefined);
    },
    end: async () => {
      await reading;
      if (!(await read(true)) && before + waiting !== "" && (await runsSoon(client))) await read(true);
      listening.dispose();
    },
  };
}

/** Waits for a server that does not run now; gives whether it does in the end. */
function runsSoon(client: Server): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(late);
      listening.dispose();
      resolve(client.isRunning());
    };
    const late = setTimeout(finish, patience);
    const listening = client.onDidChangeState(() => {
      if (client.isRunning()) finish();
    });
    if (client.isRunning()) finish();
  });
}
