import type { Analysis } from "../analysis/analyze.ts";
import type { Range } from "../analysis/finding.ts";
import type { ApiCatalog, ApiSignature } from "../catalog/apiCatalog.ts";
import { allFacts, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import type { AttributeExpression, CallExpression, Expression, NameExpression } from "../syntax/ast.ts";
import { unitAt, type PlacedUnit } from "../syntax/siteOffset.ts";
import { nodeAt, walk } from "../syntax/walk.ts";

/** A name in the code that is known to be PySpark's. */
export interface ApiName extends Range {
  readonly signature: ApiSignature;
}

/** A call around an offset whose callee is known to be PySpark's. Offsets of the call are the unit's. */
export interface ApiCall {
  readonly call: CallExpression;
  readonly signature: ApiSignature;
  /** The offset in the unit. */
  readonly at: number;
  readonly unitText: string;
}

/** The method, function, class or property of PySpark that an offset is in the name of; null without evidence. */
export function apiNameAt(api: ApiCatalog, analysis: Analysis, offset: number): ApiName | null {
  const placed = unitAt(analysis.facts.module, offset);
  if (placed === undefined) return null;
  const at = offset - placed.offset;
  const chain = nodeAt(placed.unit, at);
  const [node, parent, grandparent] = [chain.at(-1), chain.at(-2), chain.at(-3)];
  if (node?.kind !== "Attribute" && node?.kind !== "Name") return null;
  const name = node.kind === "Attribute" ? node.name : node;
  if (at < name.start || at > name.end) return null;
  const range = { start: placed.offset + name.start, end: placed.offset + name.end };
  const signature =
    parent?.kind === "Call" && parent.callee === node
      ? signatureOfCall(api, analysis, parent)
      : (importedSignature(api, analysis, node) ??
        (node.kind === "Attribute" && parent?.kind === "Attribute" && grandparent?.kind === "Call"
          ? propertySignature(api, analysis, node, grandparent)
          : null));
  return signature === null ? null : { ...range, signature };
}

/** The innermost call of PySpark's around an offset, also one whose parenthesis is not closed yet. */
export function apiCallAround(api: ApiCatalog, analysis: Analysis, offset: number): ApiCall | null {
  const { module } = analysis.facts;
  const placed = unitAt(module, offset);
  if (placed === undefined) return null;
  const before = placed.index === 0 ? undefined : module.units[placed.index - 1];
  // What an unclosed call is followed by may already belong to the next unit.
  const places: readonly PlacedUnit[] =
    before === undefined
      ? [placed]
      : [placed, { unit: before, index: placed.index - 1, offset: placed.offset - before.text.length }];
  for (const { unit, offset: start } of places) {
    const at = offset - start;
    const text = module.text.slice(start, Math.max(offset, start + unit.text.length));
    const [innermost] = callsAround(unit.body, text, at);
    if (innermost === undefined) continue;
    const signature = signatureOfCall(api, analysis, innermost);
    return signature === null ? null : { call: innermost, signature, at, unitText: text };
  }
  return null;
}

/** The calls with the offset between their parentheses, innermost first. */
function callsAround(body: PlacedUnit["unit"]["body"], text: string, at: number): readonly CallExpression[] {
  const found: CallExpression[] = [];
  for (const statement of body)
    walk(statement, (node) => {
      if (node.start > at) return false;
      if (node.kind === "Call" && isInside(node, text, at)) found.push(node);
      return true;
    });
  return found.sort((left, right) => right.argumentList.start - left.argumentList.start);
}

function isInside({ argumentList: { start, end }, args }: CallExpression, text: string, at: number): boolean {
  if (at <= start) return false;
  const isClosed = text.charAt(end - 1) === ")" && end > start + 1 && (args.at(-1)?.end ?? 0) < end;
  if (isClosed) return at < end;
  return at <= end || /^[ \t]*$/.test(text.slice(end, at));
}

/** What the plan engine knows of a call; null for one that it has not resolved. */
export function callFactOf(analysis: Analysis, call: CallExpression): CallFact | null {
  return callFacts(analysis.facts).get(call) ?? null;
}

/** What a call calls: as the plan engine has resolved it, else as the module's imports say. */
export function signatureOfCall(
  api: ApiCatalog,
  analysis: Analysis,
  call: CallExpression,
): ApiSignature | null {
  const fact = callFacts(analysis.facts).get(call);
  const known = fact === undefined ? null : signatureOfFact(api, fact, analysis.options.sparkVersion);
  return known ?? importedSignature(api, analysis, call.callee);
}

function signatureOfFact(api: ApiCatalog, { name }: CallFact, version: string): ApiSignature | null {
  const asFunction = api.functionSignature(name, version);
  if (asFunction !== null) return asFunction;
  if (api.isClass(name)) return api.signature(name, "__init__", version);
  const dot = name.lastIndexOf(".");
  return api.signature(name.slice(0, dot), name.slice(dot + 1), version);
}

const indexedCalls = new WeakMap<ModuleFacts, ReadonlyMap<CallExpression, CallFact>>();

function callFacts(facts: ModuleFacts): ReadonlyMap<CallExpression, CallFact> {
  let index = indexedCalls.get(facts);
  if (index === undefined) {
    const calls = new Map<CallExpression, CallFact>();
    for (const fact of allFacts(facts))
      if (fact.kind === "call" && !calls.has(fact.node)) calls.set(fact.node, fact);
    indexedCalls.set(facts, (index = calls));
  }
  return index;
}

/** `F.col`, `Window.partitionBy`, `VectorAssembler`: by the imports at the top of the module. */
function importedSignature(api: ApiCatalog, analysis: Analysis, node: Expression): ApiSignature | null {
  const path = dottedPath(node);
  if (path === null) return null;
  const { imports } = analysis.facts;
  const { sparkVersion } = analysis.options;
  const [first = "", ...rest] = path;
  const root = imports.names.get(first);
  const modules = root === undefined ? imports.star.map((module) => `${module}.${first}`) : [root];
  for (const module of modules) {
    const qualified = [module, ...rest].join(".");
    const signature = qualified.startsWith("pyspark.") ? api.signatureAt(qualified, sparkVersion) : null;
    if (signature !== null) return signature;
  }
  return null;
}

function dottedPath(node: Expression): readonly string[] | null {
  const path: string[] = [];
  let part: Expression = node;
  for (; part.kind === "Attribute"; part = part.object) path.unshift(part.name.id);
  return part.kind === "Name" ? [part.id, ...path] : null;
}

/** `write` in `df.write.parquet(…)`: the only property of this name that gives what the next call is made on. */
function propertySignature(
  api: ApiCatalog,
  analysis: Analysis,
  node: AttributeExpression | NameExpression,
  call: CallExpression,
): ApiSignature | null {
  const type = callFacts(analysis.facts).get(call)?.receiver?.type;
  if (node.kind !== "Attribute" || type === undefined) return null;
  const owner = api.propertyOwner(node.name.id, type);
  return owner === null ? null : api.signature(owner, node.name.id, analysis.options.sparkVersion);
}
