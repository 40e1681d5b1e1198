import type { Catalog } from "../catalog/catalog.ts";
import type { CallFact, ConfigFact, ModuleFacts, OperationFact, UdfFact } from "../plan/facts.ts";
import type { Evidence } from "../plan/value.ts";
import type { Site } from "../syntax/module.ts";

export type Severity = "error" | "warning" | "info" | "hint";
export type Profile = "relaxed" | "recommended" | "strict";
export type Category =
  | "driver-memory"
  | "udf"
  | "joins"
  | "partitioning"
  | "caching"
  | "columns"
  | "reading-writing"
  | "streaming"
  | "sql"
  | "configuration";

/** "safe": equal results, applied by fix-all and `--fix`. "suggested": the user decides; the title says what changes. */
export type FixSafety = "safe" | "suggested";

export interface RuleMetadata {
  /** The bad pattern in kebab-case: the file's name. */
  readonly id: string;
  /** At most 60 characters, no full stop. */
  readonly summary: string;
  readonly category: Category;
  readonly severity: Severity;
  /** The version of Shufflewise that brought the rule. */
  readonly since: string;
  /** The safest fix that the rule offers. */
  readonly fix: FixSafety | "none";
  /** The profiles in which the rule is on. */
  readonly profiles: readonly Profile[];
  /** The Spark versions for which the rule holds, as "3.4"; both ends included. */
  readonly spark?: { readonly from?: string; readonly until?: string };
  /** Its findings stand where a secret may stand: reports leave out the line of code. */
  readonly hidesCode?: boolean;
  /** More specific rules: where one of them finds something at an overlapping place, this rule is silent. */
  readonly yieldsTo?: readonly string[];
  /** The same check in other tools: tool name → its rule ids. */
  readonly alsoKnownAs?: Readonly<Record<string, readonly string[]>>;
}

/** A replacement of the text at `site`. An empty span inserts. */
export interface Edit {
  readonly site: Site;
  readonly newText: string;
}

export interface Fix {
  /** A verb with the user's names: "Broadcast `countries`". */
  readonly title: string;
  readonly safety: FixSafety;
  /** Made only when somebody asks; `facts` are those of the version the finding is from: what the check saw is gone. */
  readonly edits: (facts: ModuleFacts) => readonly Edit[];
}

export interface Report {
  /** The guilty expression alone, not the whole chain. */
  readonly site: Site;
  /** What, why and what to do, in one or two sentences with the user's names. Ends with a full stop. */
  readonly message: string;
  readonly fix?: Fix;
  /** Why the value is believed to be Spark's; checked against the user's evidence level. */
  readonly evidence?: Evidence | readonly Evidence[];
  /** Other places that make the finding true. */
  readonly related?: readonly { readonly site: Site; readonly message: string }[];
}

export interface RuleContext {
  readonly sparkVersion: string;
  readonly catalog: Catalog;
  readonly report: (report: Report) => void;
}

/**
 * One bad pattern. A rule is pure: it reads facts and reports. The checks on single facts must depend on that fact
 * alone, since their findings are kept with the unit. `frames` sees the units that share frames, as if they were the
 * whole module, and its findings are kept with them. `module` sees everything and runs on every change: keep it cheap.
 */
export interface Rule extends RuleMetadata {
  /** Calls by resolved name: "DataFrame.collect", "functions.col"; "*" for every call. */
  readonly calls?: {
    readonly names: readonly string[];
    readonly check: (call: CallFact, context: RuleContext) => void;
  };
  readonly operations?: (operation: OperationFact, context: RuleContext) => void;
  readonly udfs?: (udf: UdfFact, context: RuleContext) => void;
  readonly configs?: (config: ConfigFact, context: RuleContext) => void;
  readonly frames?: (facts: ModuleFacts, context: RuleContext) => void;
  readonly module?: (facts: ModuleFacts, context: RuleContext) => void;
}

/** Types a rule; the one way to make one. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
