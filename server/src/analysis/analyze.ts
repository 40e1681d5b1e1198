import type { Catalog } from "../catalog/catalog.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import type { PythonParser } from "../syntax/parser.ts";
import type { Budget } from "../syntax/module.ts";
import type { Finding } from "./finding.ts";
import type { Options } from "./options.ts";

/** What the engine needs from its shell, once a process. */
export interface Engine {
  readonly parser: PythonParser;
  readonly catalog: Catalog;
}

/** One version of one document, analysed. Immutable; give it back as `previous` when the text has changed. */
export interface Analysis {
  readonly text: string;
  readonly facts: ModuleFacts;
  readonly options: Options;
  readonly findings: readonly Finding[];
}
