import fs from "node:fs";
import path from "node:path";

/** Our own version, from the package that this file is part of. */
export function packageVersion(): string {
  for (let folder = import.meta.dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const file = path.join(folder, "package.json");
    if (!fs.existsSync(file)) continue;
    const manifest: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
    // The build's folder has a package.json of its own that only says how modules are loaded.
    if (typeof manifest === "object" && manifest !== null && "version" in manifest)
      return String(manifest.version);
  }
  return "unknown";
}
