import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { cache } from "../../../scripts/prepare/paths.mjs";
import { run } from "../../../scripts/prepare/processes.mjs";

/**
 * A folder with the real wheels of a PySpark and of what it needs, so that installing it asks no network. Made once,
 * out of what pip has downloaded for the tests' own PySpark if its cache still holds it.
 */
export async function pysparkWheels(python: string, version: string): Promise<string> {
  const folder = path.join(cache, "python", `wheels-${version}`);
  if (existsSync(folder)) return folder;
  const half = `${folder}.half`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  const pip = [python, "-m", "pip", "wheel", "--quiet", "--no-input", "--disable-pip-version-check"];
  const { status, output } = await run([...pip, "--wheel-dir", half, `pyspark==${version}`]);
  if (status !== 0 || !readdirSync(half).some((name) => name.startsWith("pyspark-")))
    throw new Error(`pip made no wheel of PySpark ${version}: ${output}`);
  renameSync(half, folder);
  return folder;
}
