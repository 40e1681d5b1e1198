import type { SqlDialect } from "../sql/grammar.ts";
import { flag, isAnsi, type Session } from "./session.ts";

const standard: SqlDialect = {};

/** How the configurations that a program sets change what Spark's parser takes. */
export function sqlDialectOf(session: Session): SqlDialect {
  if (session.conf.size === 0) return standard;
  const isOn = (key: string): boolean => session.conf.has(key) && flag(session, key) === true;
  const isStrict = isAnsi(session) === true;
  const reservedKeywords = isStrict && isOn("spark.sql.ansi.enforceReservedKeywords");
  const doubleQuotedIdentifiers = isStrict && isOn("spark.sql.ansi.doubleQuotedIdentifiers");
  const legacySetOperations = isOn("spark.sql.legacy.setopsPrecedence.enabled");
  const exponentAsDecimal = isOn("spark.sql.legacy.exponentLiteralAsDecimal.enabled");
  const bars = "spark.sql.parser.singleCharacterPipeOperator.enabled";
  const bitwiseBars = session.conf.has(bars) && flag(session, bars) === false;
  return reservedKeywords ||
    doubleQuotedIdentifiers ||
    legacySetOperations ||
    exponentAsDecimal ||
    bitwiseBars
    ? { reservedKeywords, doubleQuotedIdentifiers, legacySetOperations, exponentAsDecimal, bitwiseBars }
    : standard;
}

/** What the parser refuses unless a configuration says otherwise, by Spark's error condition. */
const allowing: Readonly<Record<string, string>> = {
  "SYNTAX_DISCONTINUED.BANG_EQUALS_NOT": "spark.sql.legacy.bangEqualsNot",
  "UNSUPPORTED_FEATURE.SCHEMA_LEVEL_COLLATIONS": "spark.sql.collation.schemaLevel.enabled",
};

/** Whether a configuration that the program sets may take back a refusal. */
export function isAllowed(session: Session, condition: string): boolean {
  const key = Object.hasOwn(allowing, condition) ? allowing[condition] : undefined;
  return key !== undefined && session.conf.has(key) && flag(session, key) !== false;
}
