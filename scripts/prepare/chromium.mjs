/**
 * Finds the Chromium that drives the editor in tests, else installs Debian's.
 * As a script: `node scripts/prepare/chromium.mjs` prints its path.
 */
import { existsSync } from "node:fs";
import { isExecutable, onPath, run } from "./processes.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/snap/bin/chromium",
];

/**
 * @param {(line: string) => void} [say]
 * @returns {Promise<string>} the program
 * @throws {Error} with the next step, when there is none and none can be installed
 */
export async function prepareChromium(say = () => {}) {
  const chosen = process.env.CHROMIUM;
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new Error(
      `CHROMIUM is ${chosen}, which is no program. Set it to a Chromium or Chrome, or unset it.`,
    );
  }
  const found = find();
  if (found !== undefined) return found;
  await installFromApt(say);
  const installed = find();
  if (installed !== undefined) return installed;
  throw new Error(
    "apt-get installed no program named chromium. Install Chromium and set CHROMIUM to its path.",
  );
}

function find() {
  return [...names.map(onPath), ...places].find((file) => file !== undefined && isExecutable(file));
}

/** @param {(line: string) => void} say */
async function installFromApt(say) {
  const apt = onPath("apt-get");
  const root = process.getuid?.() === 0;
  if (apt === undefined || !root || !existsSync("/etc/debian_version")) {
    throw new Error(
      "No Chromium found, and this user cannot install one with apt-get. " +
        "Install it (Debian: sudo apt-get install chromium fonts-dejavu-core) or set CHROMIUM to its path.",
    );
  }
  say("installing Chromium and a font with apt-get (about 110 MB, once)");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  // Without a font the page measures every letter as zero pixels wide.
  const install = ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"];
  for (const args of [["update", "-qq"], install]) {
    const { status, output } = await run([apt, ...args], { env, timeoutMs: 900_000 });
    if (status !== 0) {
      throw new Error(
        `apt-get ${args.join(" ")} failed:\n${output.trim()}\nInstall Chromium or set CHROMIUM.`,
      );
    }
  }
}

if (process.argv[1] === import.meta.filename) {
  try {
    console.log(await prepareChromium((line) => console.error(line)));
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = 1;
  }
}
