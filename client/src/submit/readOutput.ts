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

let streams = 0;

/** Has the server read a stream as it comes and tells what is in it. */
export function readOutput(
  client: LanguageClient,
  name: string,
  tell: (event: SubmitOutputEvent) => void,
): OutputReader {
  streams += 1;
  const stream = `${streams}-${name}`;
  let waiting = "";
  let reading = Promise.resolve();
  const read = async (end: boolean) => {
    const chunk = waiting;
    waiting = "";
    if (chunk === "" && !end) return;
    try {
      const { events } = await client.sendRequest<SubmitOutputResult>(submitOutputRequest, {
        stream,
        chunk,
        end,
      });
      events.forEach(tell);
    } catch (error) {
      client.outputChannel.warn(`The output of a run was not read: ${String(error)}`);
    }
  };
  return {
    take: (text) => {
      waiting += text;
      // What comes while the server reads is sent together afterwards.
      reading = reading.then(() => read(false));
    },
    end: () => reading.then(() => read(true)),
  };
}
