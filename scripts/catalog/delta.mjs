/** The Delta Lake packages that the catalogue is read from: Python files alone, in .cache/delta. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { alone } from "../prepare/lock.mjs";
import { cache } from "../prepare/paths.mjs";
import { run } from "../prepare/processes.mjs";

/**
 * The newest delta-spark whose package admits a line of Spark; where none does yet, the newest of all.
 * @type {Readonly<Record<string, string>>}
 */
const pins = {
  3.3: "2.3.0",
  3.4: "2.4.0",
  3.5: "3.3.3",
  "4.0": "4.0.1",
  4.1: "4.3.1",
  4.2: "4.4.1",
  4.3: "4.4.1",
};

/** What `delta` itself imports. */
const companions = ["importlib_metadata==8.5.0", "zipp==3.21.0"];

/**
 * The folder with the `delta` package that goes with an install.
 * @param {import("./installs.mjs").Install} install
 * @returns {Promise<string>}
 * @throws {Error} with the next step
 */
export async function prepareDelta({ version, python }) {
  const pin = pins[version];
  if (pin === undefined)
    throw new Error(`No Delta Lake is pinned for Spark ${version}: add it to delta.mjs.`);
  const home = path.join(cache, "delta", pin);
  return alone(`${home}.lock`, async () => {
    const marker = path.join(home, "made");
    if (existsSync(marker)) return home;
    mkdirSync(home, { recursive: true });
    const { status, output } = await run(
      [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "--no-deps",
        "--target",
        home,
        `delta-spark==${pin}`,
        ...companions,
      ],
      { timeoutMs: 300_000 },
    );
    if (status !== 0)
      throw new Error(`pip could not install delta-spark ${pin}:\n${output.trim()}\nCheck the network.`);
    writeFileSync(marker, pin);
    return home;
  });
}
