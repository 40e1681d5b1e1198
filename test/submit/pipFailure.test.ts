import assert from "node:assert/strict";
import { pipFailure, type PipFailure } from "../../client/src/submit/pipFailure.ts";

const none = "ERROR: No matching distribution found for pyspark==4.3.*";

/** What pip 23 and venv print, cut to what matters. */
const cases: readonly (readonly [string, string, PipFailure])[] = [
  [
    "an index that refuses the connection",
    `Looking in indexes: http://127.0.0.1:9/simple\nWARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError': /simple/pyspark/\nERROR: Could not find a version that satisfies the requirement pyspark==4.3.* (from versions: none)\n${none}`,
    { cause: "index", index: "http://127.0.0.1:9/simple" },
  ],
  [
    "no network, with the usual index",
    `ERROR: Could not find a version that satisfies the requirement pyspark==4.3.* (from versions: none)\n${none}`,
    { cause: "index", index: null },
  ],
  [
    "the first of two indexes",
    `Looking in indexes: https://a.example/simple, https://b.example/simple\nERROR: … (from versions: none)\n${none}`,
    { cause: "index", index: "https://a.example/simple" },
  ],
  [
    "a Python that is too old",
    `ERROR: Ignored the following versions that require a different python version: 4.1.0 Requires-Python >=3.10; 4.3.0 Requires-Python >=3.11\nERROR: Could not find a version that satisfies the requirement pyspark==4.3.* (from versions: 3.5.8, 3.5.9)\n${none}`,
    { cause: "python", requires: ">=3.11" },
  ],
  [
    "a version that is not published",
    `ERROR: Could not find a version that satisfies the requirement pyspark==4.3.* (from versions: 4.2.0, 4.2.1)\n${none}`,
    { cause: "version" },
  ],
  [
    "a full disk",
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
    { cause: "disk" },
  ],
  [
    "a folder without permission",
    "Error: [Errno 13] Permission denied: '/srv/job/.venv'",
    { cause: "permission", file: "/srv/job/.venv" },
  ],
  [
    "Debian without its venv package",
    "The virtual environment was not created successfully because ensurepip is not\navailable.  On Debian/Ubuntu systems, you need to install the python3-venv\npackage using the following command.\n\n    apt install python3.11-venv\n",
    { cause: "ensurepip", package: "python3.11-venv" },
  ],
  ["a Python without venv", "/usr/bin/python3: No module named venv", { cause: "ensurepip", package: null }],
  [
    "anything else",
    "Collecting pyspark\nERROR: Failed building wheel\n\n",
    { cause: "other", line: "ERROR: Failed building wheel" },
  ],
  ["nothing at all", "", { cause: "other", line: "" }],
];

describe("why pip failed", () => {
  for (const [name, output, expected] of cases)
    it(name, () => assert.deepEqual(pipFailure(output, "4.3"), expected));
});
