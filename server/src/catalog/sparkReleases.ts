import { compareVersions, nearestKnownVersion } from "./sparkVersion.ts";
import { onceAVersion, tableOf, type Table, type TableFile } from "./tableFile.ts";

/** The platforms of platforms.json. */
export const platforms = ["plain", "databricks", "emr", "glue", "dataproc", "synapse", "fabric"] as const;

/** A place where Spark runs: plain Apache Spark, or a platform with runtimes of its own. */
export type Platform = (typeof platforms)[number];

/** What a release of Spark is made of and needs. */
export interface SparkRelease {
  /** The patch that the facts were read from: "4.3.0". */
  readonly spark: string;
  /** "2.13.18". */
  readonly scala: string;
  /** The suffix of packages: "2.13". */
  readonly scalaSuffix: string;
  readonly java: { readonly minimum: number; readonly supported: readonly number[] };
  /** `named` are those that the package says it was tested with. */
  readonly python: { readonly minimum: string; readonly named: readonly string[] };
  /** The version of the bundled Hadoop client. */
  readonly hadoop: string;
  /** Constraints on Python packages: "pandas" → ">=2.2.0". */
  readonly requires: ReadonlyMap<string, string>;
}

/** A package that users add to Spark. */
export interface SparkPackage {
  readonly id: string;
  readonly label: string;
  /** group:artifact:version for this Spark. */
  readonly coordinate: string;
  /** The JDBC driver's class; null for others. */
  readonly driver: string | null;
}

/** Releases of Spark, the packages that fit them, and the platforms that run them. */
export interface SparkReleases {
  /** The facts of a version; of the nearest known one for others. */
  readonly release: (version: string) => SparkRelease;
  /** The version of a bundled library by its artifact, such as "parquet-hadoop"; null when it is not bundled. */
  readonly library: (artifact: string, version: string) => string | null;
  /** The packages that are known to fit a version. */
  readonly packages: (version: string) => readonly SparkPackage[];
  /** Platforms with the name that people know. */
  readonly platformNames: ReadonlyMap<Platform, string>;
  /** "3.5" for ("databricks", "15.4"); null for a runtime that we do not know. */
  readonly runtimeSpark: (platform: Platform, runtime: string) => string | null;
  /** Defaults that a platform sets differently from Apache Spark. */
  readonly platformDefaults: (platform: Platform) => ReadonlyMap<string, string>;
}

interface ReleaseFile extends TableFile {
  readonly runtimes: Table<{ version?: string; minimum?: string; named?: readonly string[] }>;
  readonly packages: Table<{ readonly requires: string }>;
  readonly libraries: Table<{ readonly version: string }>;
}

interface PlatformFile {
  readonly java: Readonly<Record<string, { readonly supported: readonly number[] }>>;
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly label: string;
        readonly driver?: string;
        /** For every version from `from` to `until`, with {spark}, {scala} and {hadoop} to fill in. */
        readonly every?: string;
        readonly from?: string;
        readonly until?: string;
        readonly bySpark?: Readonly<Record<string, string>>;
      }
    >
  >;
  readonly platforms: Readonly<Record<Platform, { readonly label: string }>>;
  readonly runtimes: Readonly<Record<string, { readonly spark: string }>>;
  readonly defaults: Readonly<Record<string, { readonly value: string }>>;
}

/** Builds the look-ups from the texts of spark-versions.json and platforms.json. */
export function createSparkReleases(releaseText: string, platformText: string): SparkReleases {
  const file = JSON.parse(releaseText) as ReleaseFile;
  const around = JSON.parse(platformText) as PlatformFile;
  const languages = tableOf(file, file.runtimes);
  const required = tableOf(file, file.packages);
  const libraries = tableOf(file, file.libraries);

  const release = onceAVersion((line): SparkRelease => {
    const scala = languages.row("scala", line)?.version ?? "";
    const python = languages.row("python", line);
    const minimum = Number(languages.row("java", line)?.minimum ?? 0);
    return {
      spark: languages.row("spark", line)?.version ?? line,
      scala,
      scalaSuffix: scala.split(".").slice(0, 2).join("."),
      java: { minimum, supported: around.java[line]?.supported ?? [minimum] },
      python: { minimum: python?.minimum ?? "", named: python?.named ?? [] },
      hadoop: libraries.row("hadoop-client-api", line)?.version ?? "",
      requires: new Map(required.keys(line).map((name) => [name, required.row(name, line)?.requires ?? ""])),
    };
  });

  return {
    release,
    library: (artifact, version) => libraries.row(artifact, version)?.version ?? null,
    packages(version) {
      const line = nearestKnownVersion(version);
      const { spark, scalaSuffix, hadoop } = release(version);
      return Object.entries(around.packages).flatMap(([id, row]): SparkPackage[] => {
        const fits =
          (row.from === undefined || compareVersions(row.from, line) <= 0) &&
          (row.until === undefined || compareVersions(line, row.until) <= 0);
        const coordinate = (fits ? row.every : undefined) ?? row.bySpark?.[line];
        if (coordinate === undefined) return [];
        const filled = coordinate
          .replace("{spark}", spark)
          .replace("{scala}", scalaSuffix)
          .replace("{hadoop}", hadoop);
        return [{ id, label: row.label, coordinate: filled, driver: row.driver ?? null }];
      });
    },
    platformNames: new Map(
      (Object.entries(around.platforms) as [Platform, { label: string }][]).map(([id, { label }]) => [
        id,
        label,
      ]),
    ),
    runtimeSpark(platform, runtime) {
      const [major = "", minor = "0"] = runtime.split(".");
      return around.runtimes[`${platform} ${major}.${minor}`]?.spark ?? null;
    },
    platformDefaults(platform) {
      const start = `${platform} `;
      return new Map(
        Object.entries(around.defaults).flatMap(([key, { value }]) =>
          key.startsWith(start) ? [[key.slice(start.length), value] as const] : [],
        ),
      );
    },
  };
}
