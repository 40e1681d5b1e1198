import { tableOf, type Table, type TableFile } from "./tableFile.ts";

/** An error condition of Spark, such as "UNRESOLVED_COLUMN.WITH_SUGGESTION". */
export interface ErrorCondition {
  readonly name: string;
  /** Five characters of the SQL standard or of Spark's own; null when the version gives none. */
  readonly sqlState: string | null;
  /** Names of the message's parameters, in its order. */
  readonly parameters: readonly string[];
  /** Whether PySpark itself raises it, without the JVM. */
  readonly python: boolean;
}

/** Why an error comes up and what to do, in our own words. */
export interface ErrorRemedy {
  readonly cause: string;
  readonly remedy: string;
}

/** What is known of a failure; the more, the better the remedy fits. */
export interface ErrorSigns {
  /** "AnalysisException", "Py4JJavaError"; null when only a text is known. */
  readonly exception: string | null;
  readonly condition: string | null;
  /** The message, and those of its causes. */
  readonly text: string;
}

/** Spark's error conditions per version, and remedies for the errors that people meet most. */
export interface ErrorCatalog {
  /** Null when the version has no such condition; PySpark's own are asked when the JVM has none of the name. */
  readonly condition: (name: string, version: string) => ErrorCondition | null;
  /** The names of a version's conditions, sub-conditions included. */
  readonly names: (version: string) => readonly string[];
  /** What to do about a failure; null when nothing better than its own message is known. */
  readonly remedy: (signs: ErrorSigns) => ErrorRemedy | null;
}

interface ConditionRow {
  readonly sqlState?: string;
  readonly parameters?: readonly string[];
}

interface ErrorFile extends TableFile {
  readonly conditions: Table<ConditionRow>;
  readonly pythonConditions: Table<ConditionRow>;
}

interface RemedyFile {
  readonly conditions: Readonly<Record<string, ErrorRemedy & { readonly wraps?: boolean }>>;
  readonly pythonConditions: Readonly<Record<string, ErrorRemedy>>;
  readonly exceptions: Readonly<
    Record<string, ErrorRemedy & { readonly exception?: string; readonly pattern: string }>
  >;
}

/** Builds the look-ups; `read` gives the texts of spark-errors.json and error-remedies.json when they are first needed. */
export function createErrorCatalog(read: (name: string) => string): ErrorCatalog {
  let tables: ReturnType<typeof readConditions> | undefined;
  let remedyOf: ((signs: ErrorSigns) => ErrorRemedy | null) | undefined;
  const conditions = () => (tables ??= readConditions(read("spark-errors.json")));
  return {
    condition(name, version) {
      const { jvm, python } = conditions();
      const ofJvm = jvm.row(name, version);
      const row = ofJvm ?? python.row(name, version);
      if (row === null) return null;
      const parent = name.includes(".") ? jvm.row(name.slice(0, name.indexOf(".")), version) : null;
      return {
        name,
        sqlState: row.sqlState ?? parent?.sqlState ?? null,
        parameters: row.parameters ?? [],
        python: ofJvm === null,
      };
    },
    names(version) {
      const { jvm, python } = conditions();
      return [...new Set([...jvm.keys(version), ...python.keys(version)])];
    },
    remedy: (signs) => (remedyOf ??= readRemedies(read("error-remedies.json")))(signs),
  };
}

function readConditions(text: string) {
  const file = JSON.parse(text) as ErrorFile;
  return { jvm: tableOf(file, file.conditions), python: tableOf(file, file.pythonConditions) };
}

function readRemedies(text: string): (signs: ErrorSigns) => ErrorRemedy | null {
  const file = JSON.parse(text) as RemedyFile;
  const byCondition = new Map([...Object.entries(file.pythonConditions), ...Object.entries(file.conditions)]);
  const wrappers = new Set(
    Object.entries(file.conditions).flatMap(([name, { wraps }]) => (wraps === true ? [name] : [])),
  );
  const patterns = Object.values(file.exceptions).map(({ exception, pattern, cause, remedy }) => ({
    exception: exception === undefined ? null : new RegExp(exception),
    pattern: new RegExp(pattern),
    answer: { cause, remedy },
  }));
  return ({ exception, condition, text: message }) => {
    const named = condition === null ? undefined : namesFrom(condition).find((name) => byCondition.has(name));
    const ofCondition = named === undefined ? undefined : byCondition.get(named);
    if (ofCondition !== undefined && !wrappers.has(named ?? ""))
      return { cause: ofCondition.cause, remedy: ofCondition.remedy };
    const signs = `${exception ?? ""}: ${message}`;
    const fitting = patterns.find(
      (each) => (each.exception?.test(exception ?? "") ?? true) && each.pattern.test(signs),
    );
    if (fitting !== undefined) return fitting.answer;
    return ofCondition === undefined ? null : { cause: ofCondition.cause, remedy: ofCondition.remedy };
  };
}

/** "A.B" and then "A". */
function namesFrom(condition: string): readonly string[] {
  const dot = condition.indexOf(".");
  return dot === -1 ? [condition] : [condition, condition.slice(0, dot)];
}
