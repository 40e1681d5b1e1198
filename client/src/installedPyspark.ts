import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** An installed PySpark. */
export interface InstalledPyspark {
  /** "4.1.0" */
  readonly version: string;
  /** The package's folder. */
  readonly folder: string;
}

/** The PySpark of an environment, by its folder or its interpreter; null when it has none. Never throws. */
export function pysparkOf(environment: string): InstalledPyspark | null {
  for (const packages of packageFolders(environment)) {
    const version = writtenVersion(packages) ?? recordedVersion(packages);
    if (version !== null) return { version, folder: path.join(packages, "pyspark") };
  }
  return null;
}

function writtenVersion(packages: string): string | null {
  try {
    const text = readFileSync(path.join(packages, "pyspark", "version.py"), "utf8");
    return /^__version__(?::\s*str)?\s*=\s*["'](\d[^"']*)["']/m.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}

/** The name of the folder in which pip records what it has installed. */
function recordedVersion(packages: string): string | null {
  const names = entriesOf(packages).flatMap(
    (name) => /^pyspark(?:_client|_connect)?-(\d[\w.]*)\.dist-info$/.exec(name)?.[1] ?? [],
  );
  return names[0] ?? null;
}

/** Where an environment keeps its packages, on every system. */
function packageFolders(environment: string): string[] {
  const isProgram = /^python[\d.]*(?:\.exe)?$/i.test(path.basename(environment));
  const folder = isProgram ? path.dirname(environment) : environment;
  const home = /^(?:bin|scripts)$/i.test(path.basename(folder)) ? path.dirname(folder) : folder;
  const libraries = ["lib", "local/lib", "lib64"].flatMap((name) => {
    const library = path.join(home, name);
    return entriesOf(library)
      .filter((each) => /^python3(?:\.\d+)?$/.test(each))
      .flatMap((each) => ["site-packages", "dist-packages"].map((kind) => path.join(library, each, kind)));
  });
  return [path.join(home, "Lib", "site-packages"), ...libraries];
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
