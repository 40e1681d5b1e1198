import assert from "node:assert/strict";
import { createOutputMatcher } from "../../server/src/submit/output.ts";

/** Runs on clusters as spark-submit tells of them: the constant parts are those of the classes in Spark 4.3.0's jars. */
const runs: Readonly<Record<string, readonly [lines: readonly string[], events: readonly string[]]>> = {
  "YARN, cluster mode": [
    [
      "26/11/21 08:00:01 INFO Client: Requesting a new application from cluster with 3 NodeManagers",
      "26/11/21 08:00:02 INFO Client: Application ID is assigned: application_1700000000000_0042",
      "26/11/21 08:00:05 INFO Client: Submitting application application_1700000000000_0042 to ResourceManager",
      "26/11/21 08:00:05 INFO YarnClientImpl: Submitted application application_1700000000000_0042",
      "26/11/21 08:00:06 INFO Client: Application report for application_1700000000000_0042 (state: ACCEPTED)",
      "26/11/21 08:00:06 INFO Client: ",
      "\t client token: N/A",
      "\t diagnostics: AM container is launched, waiting for AM container to Register with RM",
      "\t ApplicationMaster host: N/A",
      "\t ApplicationMaster RPC port: -1",
      "\t queue: default",
      "\t start time: 1700000001000",
      "\t final status: UNDEFINED",
      "\t tracking URL: http://rm.example:8088/proxy/application_1700000000000_0042/",
      "\t user: ada",
      "26/11/21 08:00:07 INFO Client: Application report for application_1700000000000_0042 (state: ACCEPTED)",
      "26/11/21 08:00:08 INFO Client: Application report for application_1700000000000_0042 (state: RUNNING)",
      "26/11/21 08:01:00 INFO Client: Application report for application_1700000000000_0042 (state: FINISHED)",
      "26/11/21 08:01:00 INFO Client: ",
      "\t final status: FAILED",
      "\t tracking URL: http://rm.example:8088/proxy/application_1700000000000_0042/",
      "26/11/21 08:01:00 ERROR Client: Application diagnostics message: User application exited with status 1",
      'Exception in thread "main" org.apache.spark.SparkException: Application application_1700000000000_0042 finished with failed status',
    ],
    [
      "application application_1700000000000_0042",
      "clusterState ACCEPTED",
      "clusterUi http://rm.example:8088/proxy/application_1700000000000_0042/",
      "clusterState RUNNING",
      "clusterState FINISHED",
      "finalStatus FAILED",
      "failure Application application_1700000000000_0042 finished with failed status",
    ],
  ],
  "YARN before there is an address": [["\t tracking URL: N/A"], []],
  "YARN, a job that has to wait again": [
    ["ACCEPTED", "RUNNING", "ACCEPTED"].map(
      (state) => `26/11/21 08:00:06 INFO Client: Application report for application_1_0001 (state: ${state})`,
    ),
    [
      "application application_1_0001",
      "clusterState ACCEPTED",
      "clusterState RUNNING",
      "clusterState ACCEPTED",
    ],
  ],
  "Kubernetes, cluster mode": [
    [
      "26/11/21 08:00:03 INFO LoggingPodStatusWatcherImpl: State changed, new state: ",
      "\t pod name: pi-0badc0de-driver",
      "\t namespace: jobs",
      "\t phase: Pending",
      "26/11/21 08:00:04 INFO LoggingPodStatusWatcherImpl: Waiting for application pi with application ID spark-0123456789abcdef0123456789abcdef and submission ID jobs:pi-0badc0de-driver to finish...",
      "26/11/21 08:00:05 INFO LoggingPodStatusWatcherImpl: Application status for spark-0123456789abcdef0123456789abcdef (phase: Pending)",
      "26/11/21 08:00:06 INFO LoggingPodStatusWatcherImpl: Application status for spark-0123456789abcdef0123456789abcdef (phase: Running)",
      "26/11/21 08:00:16 INFO LoggingPodStatusWatcherImpl: Application status for spark-0123456789abcdef0123456789abcdef (phase: Failed)",
      "26/11/21 08:00:17 INFO LoggingPodStatusWatcherImpl: Container final statuses:",
      "",
      "\t container name: spark-kubernetes-driver",
      "\t container state: terminated",
      "\t exit code: 137",
      "\t termination reason: OOMKilled",
      "26/11/21 08:00:17 INFO LoggingPodStatusWatcherImpl: Application pi with application ID spark-0123456789abcdef0123456789abcdef and submission ID jobs:pi-0badc0de-driver finished",
    ],
    [
      "application spark-0123456789abcdef0123456789abcdef",
      "driver pi-0badc0de-driver jobs",
      "clusterState Pending",
      "clusterState Running",
      "clusterState Failed",
      "finalStatus Failed",
      "finalStatus OOMKilled",
    ],
  ],
  "Kubernetes without waiting": [
    [
      "26/11/21 08:00:04 INFO Client: Deployed Spark application pi with application ID spark-0123456789abcdef0123456789abcdef and submission ID jobs:pi-driver into Kubernetes",
    ],
    ["application spark-0123456789abcdef0123456789abcdef", "driver pi-driver jobs"],
  ],
  "Kubernetes, a job that ends well": [
    [
      "26/11/21 08:00:16 INFO LoggingPodStatusWatcherImpl: Application status for spark-0123456789abcdef0123456789abcdef (phase: Succeeded)",
      "\t termination reason: Completed",
    ],
    ["clusterState Succeeded", "finalStatus Succeeded"],
  ],
  "standalone, cluster mode": [
    [
      "26/11/21 08:00:02 INFO ClientEndpoint: Driver successfully submitted as driver-20261121080002-0007",
      "26/11/21 08:00:07 INFO ClientEndpoint: State of driver-20261121080002-0007 is RUNNING",
      "26/11/21 08:00:07 INFO ClientEndpoint: Driver running on 10.0.0.7:37001 (worker-20261121075900-10.0.0.7-37001)",
      "26/11/21 08:00:30 INFO ClientEndpoint: State of driver driver-20261121080002-0007 is FINISHED, exiting spark-submit JVM.",
    ],
    [
      "driver driver-20261121080002-0007",
      "clusterState RUNNING",
      "clusterState FINISHED",
      "finalStatus FINISHED",
    ],
  ],
  "standalone, by REST": [
    [
      "26/11/21 08:00:02 INFO RestSubmissionClient: Submission successfully created as driver-20261121080002-0007. Polling submission state...",
      "26/11/21 08:00:03 INFO RestSubmissionClient: State of driver driver-20261121080002-0007 is now RUNNING.",
    ],
    ["driver driver-20261121080002-0007", "clusterState RUNNING"],
  ],
};

describe("the output of a run on a cluster", () => {
  for (const [name, [lines, events]] of Object.entries(runs))
    it(name, () => {
      const matcher = createOutputMatcher();
      const found = [...matcher.push(`${lines.join("\n")}\n`), ...matcher.end()];
      assert.deepEqual(
        found.map((event) =>
          event.kind === "failure"
            ? `failure ${event.message}`
            : Object.values(event)
                .filter((part) => part !== null)
                .join(" "),
        ),
        events,
      );
    });
});
