import { getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";

/** A half-open range of UTF-16 offsets. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** What is wrong in a file of profiles, and where. */
export interface ProfileProblem extends TextRange {
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  /** The profile that it stands in; null when it concerns the whole file. */
  readonly profile: string | null;
}

/** How a job is submitted, as the user wrote it; variables are not yet filled in. */
export interface SubmitProfile {
  /** The profile's key in the file. */
  readonly profileName: string;
  /** Itself, the profile that it extends, and so on. */
  readonly lineage: readonly string[];
  readonly texts: Readonly<Partial<Record<TextField, string>>>;
  readonly counts: Readonly<Partial<Record<CountField, number>>>;
  readonly switches: Readonly<Partial<Record<SwitchField, boolean>>>;
  readonly lists: Readonly<Partial<Record<ListField, readonly string[]>>>;
  /** Spark configurations, in the order of the file. */
  readonly conf: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  /** Where a field's value lies: "master", "conf.spark.sql.shuffle.partitions", "env.NAME". */
  readonly places: Readonly<Record<string, TextRange>>;
}

export interface ProfileFile {
  readonly profiles: ReadonlyMap<string, SubmitProfile>;
  /** The profile that the file calls its default, when it exists; else the first one; null when there is none. */
  readonly defaultProfile: string | null;
  readonly problems: readonly ProfileProblem[];
}

const textFields = [
  "file",
  "master",
  "remote",
  "deployMode",
  "name",
  "propertiesFile",
  "driverMemory",
  "executorMemory",
  "queue",
  "principal",
  "keytab",
  "proxyUser",
  "driverClassPath",
  "driverLibraryPath",
  "driverJavaOptions",
  "sparkHome",
  "python",
] as const;
const countFields = ["driverCores", "executorCores", "numExecutors", "totalExecutorCores"] as const;
const switchFields = ["supervise", "loadSparkDefaults"] as const;
const listFields = [
  "jars",
  "packages",
  "excludePackages",
  "repositories",
  "pyFiles",
  "files",
  "archives",
  "args",
] as const;
const mapFields = ["conf", "env"] as const;

export type TextField = (typeof textFields)[number];
export type CountField = (typeof countFields)[number];
export type SwitchField = (typeof switchFields)[number];
export type ListField = (typeof listFields)[number];
type MapField = (typeof mapFields)[number];

/** Every field a profile may have, beside "extends" and "description". */
export const profileFields: readonly string[] = [
  ...textFields,
  ...countFields,
  ...switchFields,
  ...listFields,
  ...mapFields,
];

/** The profile of a workspace that has no file of profiles: Spark on this machine. */
export const localProfile: SubmitProfile = {
  profileName: "local",
  lineage: ["local"],
  texts: { master: "local[*]" },
  counts: {},
  switches: {},
  lists: {},
  conf: {},
  env: {},
  places: {},
};

/**
 * Reads a file of profiles (JSON with comments and trailing commas). Whatever is well-formed is kept; the rest is
 * told in `problems`. Never throws.
 */
export function parseProfiles(text: string): ProfileFile {
  const problems: ProfileProblem[] = [];
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  for (const { error, offset, length } of errors) {
    const message = `Not valid JSON: ${inWords(printParseErrorCode(error))}.`;
    const range = { start: offset, end: offset + length };
    problems.push({ severity: "error", message, profile: null, ...range });
  }
  if (root === undefined) return { profiles: new Map(), defaultProfile: null, problems };
  if (root.type !== "object") {
    problems.push(at(root, null, "error", 'Profiles are written as { "profiles": { "local": { … } } }.'));
    return { profiles: new Map(), defaultProfile: null, problems };
  }
  const top = membersOf(root);
  const raw = new Map<string, RawProfile>();
  const list = top.get("profiles");
  if (list?.type === "object") {
    for (const [name, node] of membersOf(list)) {
      if (node.type === "object") raw.set(name, readProfile(name, node, problems));
      else problems.push(at(node, name, "error", `Profile "${name}" must be an object.`));
    }
  } else if (list !== undefined) {
    problems.push(at(list, null, "error", '"profiles" must be an object with one member a profile.'));
  }
  const profiles = new Map([...raw.keys()].map((name) => [name, resolve(name, raw, problems)]));
  return { profiles, defaultProfile: defaultOf(top.get("defaultProfile"), profiles, problems), problems };
}

/** What is wrong with the file for who takes this profile; null: one that the file does not have. */
export function problemsOf(file: ProfileFile, profile: SubmitProfile | null): readonly ProfileProblem[] {
  const lineage = profile?.lineage ?? [];
  return file.problems.filter(({ profile: owner }) => owner === null || lineage.includes(owner));
}

interface RawProfile extends SubmitProfile {
  readonly base: string | null;
}

function defaultOf(
  node: Node | undefined,
  profiles: ReadonlyMap<string, SubmitProfile>,
  problems: ProfileProblem[],
): string | null {
  const first = profiles.keys().next().value ?? null;
  if (node === undefined) return first;
  const name: unknown = getNodeValue(node);
  if (typeof name === "string" && profiles.has(name)) return name;
  problems.push(
    at(node, null, "error", `There is no profile ${JSON.stringify(name)}${known([...profiles.keys()])}.`),
  );
  return first;
}

function readProfile(profileName: string, node: Node, problems: ProfileProblem[]): RawProfile {
  const texts: Partial<Record<TextField, string>> = {};
  const counts: Partial<Record<CountField, number>> = {};
  const switches: Partial<Record<SwitchField, boolean>> = {};
  const lists: Partial<Record<ListField, readonly string[]>> = {};
  const maps: Record<MapField, Record<string, string>> = { conf: {}, env: {} };
  const places: Record<string, TextRange> = {};
  let base: string | null = null;
  const report: Report = (place, severity, message) =>
    problems.push(at(place, profileName, severity, message));
  for (const [field, valueNode] of membersOf(node)) {
    const value: unknown = getNodeValue(valueNode);
    const expected = (what: string) => report(valueNode, "error", `"${field}" must be ${what}.`);
    places[field] = rangeOf(valueNode);
    if (field === "extends") {
      if (typeof value === "string") base = value;
      else expected("the name of another profile");
    } else if (isOneOf(textFields, field)) {
      if (typeof value === "string") texts[field] = value;
      else expected("a string");
    } else if (isOneOf(countFields, field)) {
      if (typeof value === "number") counts[field] = value;
      else expected("a number");
    } else if (isOneOf(switchFields, field)) {
      if (typeof value === "boolean") switches[field] = value;
      else expected("true or false");
    } else if (isOneOf(listFields, field)) {
      if (Array.isArray(value) && value.every(isScalar)) lists[field] = value.map(String);
      else expected("a list of strings");
    } else if (isOneOf(mapFields, field)) {
      if (valueNode.type === "object") readMap(field, valueNode, maps[field], places, report);
      else expected("an object of names and values");
    } else if (field !== "description") {
      report(valueNode, "warning", `A profile has no field "${field}"; it is ignored.`);
    }
  }
  const { conf, env } = maps;
  return { profileName, lineage: [profileName], base, texts, counts, switches, lists, conf, env, places };
}

/** Tells of a problem in a profile. */
type Report = (place: Node, severity: ProfileProblem["severity"], message: string) => void;

function readMap(
  field: MapField,
  node: Node,
  into: Record<string, string>,
  places: Record<string, TextRange>,
  report: Report,
): void {
  for (const [key, valueNode] of membersOf(node)) {
    const value: unknown = getNodeValue(valueNode);
    places[`${field}.${key}`] = rangeOf(valueNode);
    if (isScalar(value)) into[key] = String(value);
    else report(valueNode, "error", `The value of "${key}" must be a string, a number or a boolean.`);
  }
}

/** Lays a profile over the one it extends: maps are joined by key, everything else is replaced. */
function resolve(
  name: string,
  raw: ReadonlyMap<string, RawProfile>,
  problems: ProfileProblem[],
): SubmitProfile {
  const chain: RawProfile[] = [];
  let next: string | null = name;
  while (next !== null) {
    const profile: RawProfile | undefined = raw.get(next);
    const last = chain.at(-1);
    const place: TextRange = last?.places["extends"] ?? { start: 0, end: 0 };
    if (profile === undefined) {
      if (chain.length === 1) {
        const message = `Profile "${name}" extends "${next}", which does not exist${known([...raw.keys()])}.`;
        problems.push({ severity: "error", message, profile: name, ...place });
      }
      break;
    }
    if (chain.includes(profile)) {
      const path = [...chain.map((step) => step.profileName), next].join(" → ");
      if (profile === chain[0]) {
        problems.push({
          severity: "error",
          message: `Profiles extend each other in a circle: ${path}.`,
          profile: name,
          ...place,
        });
      }
      break;
    }
    chain.push(profile);
    next = profile.base;
  }
  const own = chain[0]?.places ?? {};
  const bottomUp = chain.toReversed();
  return {
    profileName: name,
    lineage: chain.map(({ profileName }) => profileName),
    texts: merged(bottomUp.map(({ texts }) => texts)),
    counts: merged(bottomUp.map(({ counts }) => counts)),
    switches: merged(bottomUp.map(({ switches }) => switches)),
    lists: merged(bottomUp.map(({ lists }) => lists)),
    conf: merged(bottomUp.map(({ conf }) => conf)),
    env: merged(bottomUp.map(({ env }) => env)),
    places: { ...merged(bottomUp.map(({ places }) => places)), ...own },
  };
}

function merged<Fields extends object>(layers: readonly Fields[]): Fields {
  return Object.assign({}, ...layers) as Fields;
}

/** The members of an object node; of two with the same name the last one counts, as in JSON.parse. */
function membersOf(node: Node): Map<string, Node> {
  const members = new Map<string, Node>();
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key !== undefined && value !== undefined) members.set(String(getNodeValue(key)), value);
  }
  return members;
}

function isOneOf<Name extends string>(names: readonly Name[], name: string): name is Name {
  return (names as readonly string[]).includes(name);
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function rangeOf(node: Node): TextRange {
  return { start: node.offset, end: node.offset + node.length };
}

function at(
  node: Node,
  profile: string | null,
  severity: ProfileProblem["severity"],
  message: string,
): ProfileProblem {
  return { severity, message, profile, ...rangeOf(node) };
}

function known(names: readonly string[]): string {
  return names.length === 0 ? "" : `; there are ${names.join(", ")}`;
}

/** "CommaExpected" → "comma expected". */
function inWords(code: string): string {
  return code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
