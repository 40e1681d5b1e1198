import type { SubmitOutputEvent } from "../protocol/submit.ts";

/**
 * What a line of spark-submit's log tells about a job on YARN, Kubernetes or a standalone cluster: formats of Client
 * (YARN), YarnClientImpl, LoggingPodStatusWatcherImpl, Client (Kubernetes), ClientEndpoint and RestSubmissionClient, as
 * Spark 3.3 to 4.3 print them. Lines of a report begin with a tab.
 */
export function* clusterEvents(line: string): Generator<SubmitOutputEvent> {
  for (const [pattern, read] of readers) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) yield* read(found);
  }
}

type Reader = (found: string) => Iterable<SubmitOutputEvent>;

const application: Reader = (id) => [{ kind: "application", id }];

/** A state that the job does not leave is what the cluster says in the end. */
const state: Reader = (found) => [
  { kind: "clusterState", state: found },
  ...(lastStates.has(found.toUpperCase()) ? [{ kind: "finalStatus", status: found } as const] : []),
];

/** Of pods and of standalone drivers; YARN's FINISHED says nothing of success, which its final status does. */
const lastStates: ReadonlySet<string> = new Set(["SUCCEEDED", "FAILED", "FINISHED", "KILLED", "ERROR"]);

const readers: readonly (readonly [RegExp, Reader])[] = [
  [
    /(?:Submitted application|Submitting application|ID is assigned:|Application report for) (application_\d+_\d+)/,
    application,
  ],
  [/Application report for \S+ \(state: (\w+)\)/, (found) => [{ kind: "clusterState", state: found }]],
  [/^\s+final status: (\w+)/, (status) => (status === "UNDEFINED" ? [] : [{ kind: "finalStatus", status }])],
  [/^\s+tracking URL: (https?:\/\/\S+)/, (address) => [{ kind: "clusterUi", address }]],
  [/application ID (spark-[0-9a-f]{32}|spark-application-\d+)\b/, application],
  [/submission ID ([^\s:]+:\S+) (?:into|to|finished)/, (found) => [podOf(found)]],
  [/Application status for \S+ \(phase: (\w+)\)/, state],
  // Why a container ended when it did not end by itself: OOMKilled, Evicted.
  [
    /^\s+termination reason: (\w+)/,
    (status) => (/^(?:Completed|Error)$/.test(status) ? [] : [{ kind: "finalStatus", status }]),
  ],
  [
    /(?:created as|submitted as|State of(?: driver)?) (driver-\d{14}-\d{4,})\b/,
    (id) => [{ kind: "driver", id, namespace: null }],
  ],
  [/State of (?:driver )?driver-\d{14}-\d{4,} is (?:now )?(\w+)/, state],
];

/** Kubernetes names a job by its driver's pod: "namespace:pod". */
function podOf(submission: string): SubmitOutputEvent {
  const colon = submission.indexOf(":");
  return { kind: "driver", id: submission.slice(colon + 1), namespace: submission.slice(0, colon) };
}
