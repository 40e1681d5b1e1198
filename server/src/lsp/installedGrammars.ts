import { sameGrammar, type InstalledGrammar, type SqlGrammarRows } from "../catalog/sqlGrammarTables.ts";

/** The grammars of the Sparks that the selected interpreters of the workspace's folders have. */
export interface InstalledGrammars {
  /** The one that counts for a version; null until it is read, and where folders differ. */
  readonly of: (version: string) => InstalledGrammar | null;
  /** In a folder, this PySpark is what SQL of a version is read by; null for the packed grammar. */
  readonly want: (folder: string, wanted: WantedGrammar | null) => void;
  /** Reads what is wanted and not read yet: call it when the user is not waiting. */
  readonly read: () => void;
}

interface WantedGrammar {
  /** The version that the project is checked for. */
  readonly version: string;
  /** The installed one: "4.1.4". */
  readonly pyspark: string;
  /** The folder of the installed package. */
  readonly package: string;
}

/** Another release may be installed in the same place. */
const keyOf = ({ package: folder, pyspark }: WantedGrammar): string => `${pyspark} ${folder}`;

interface GrammarShell {
  readonly readGrammar: (pyspark: string) => Promise<InstalledGrammar | null>;
  /** The grammar of a version that counts where none is installed. */
  readonly packed: (version: string) => Promise<SqlGrammarRows>;
  /** Whether the user trusts the workspace; without, nothing is read. */
  readonly isTrusted: () => boolean;
  readonly log: (line: string) => void;
  /** SQL is to be read anew. */
  readonly onChange: () => void;
}

/** Keeps the grammars of the selected interpreters; none is read before `read`. */
export function createInstalledGrammars({
  readGrammar,
  packed,
  isTrusted,
  log,
  onChange,
}: GrammarShell): InstalledGrammars {
  const wanted = new Map<string, WantedGrammar>();
  const ready = new Map<string, InstalledGrammar | null>();
  const asked = new Set<string>();

  async function load(one: WantedGrammar): Promise<void> {
    let grammar: InstalledGrammar | null = null;
    try {
      const read = await readGrammar(one.package);
      // An unchanged release reads as the packed grammar: nothing is to be read anew, and no second parser is kept.
      if (read !== null && !sameGrammar(read.rows, await packed(one.version))) grammar = read;
    } catch (error) {
      log(
        `The grammar in ${one.package} was not read (${String(error)}); SQL is read as Spark ${one.version} reads it.`,
      );
    }
    ready.set(keyOf(one), grammar);
    if (grammar !== null) onChange();
  }

  return {
    of(version) {
      if (!isTrusted()) return null;
      const grammars = new Set(
        [...wanted.values()]
          .filter((each) => each.version === version)
          .map((each) => ready.get(keyOf(each)) ?? null),
      );
      const [only = null] = grammars;
      return grammars.size === 1 ? only : null;
    },
    want(folder, now) {
      if (now === null) wanted.delete(folder);
      else wanted.set(folder, now);
    },
    read() {
      if (!isTrusted()) return;
      for (const each of wanted.values()) {
        if (asked.has(keyOf(each))) continue;
        asked.add(keyOf(each));
        void load(each);
      }
    },
  };
}
