import type { ApiCatalog, ApiSignature } from "../catalog/apiCatalog.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { compareVersions, knownVersions } from "../catalog/sparkVersion.ts";
import type { CallFact } from "../plan/facts.ts";
import type { Expression, FunctionStatement } from "../syntax/ast.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { nodeAt, walkExpressions } from "../syntax/walk.ts";
import { replace, siteIn, spelled } from "./edits.ts";
import { isTrial } from "./expectedErrors.ts";
import { defineRule, type Fix, type Report, type RuleContext } from "./rule.ts";

/** A method or function that the target version of PySpark does not have yet, or no longer: Python raises. */
export const apiNotInVersion = defineRule({
  id: "api-not-in-version",
  summary: "Call that the target version of Spark does not have",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["*"],
    check(call, context) {
      const { catalog, sparkVersion } = context;
      const signature = calledSignature(call, catalog.api, sparkVersion);
      if (signature?.availability === "present") reportKeyword(call, signature, context);
      else if (signature && !isGuarded(call, catalog.api)) reportCall(call, signature, context);
    },
  },
});

function reportCall(
  call: CallFact,
  signature: ApiSignature,
  { report, catalog, sparkVersion }: RuleContext,
): void {
  const { member } = partsOf(call);
  const { availability, from, until } = signature;
  const when =
    availability === "future"
      ? `came with Spark ${from ?? "a later version"}`
      : `was taken away after Spark ${until ?? "an earlier version"}`;
  const way = wayAround(call, signature, catalog, sparkVersion);
  report({
    site: call.nameSite,
    message: `\`${member}()\` ${when}, and this project runs on ${sparkVersion}: Python raises here.${way === null ? "" : ` ${way.advice}.`}`,
    ...evidenceOf(call),
    ...(way?.fix && { fix: way.fix }),
  });
}

/** A keyword that only later versions of the function take. */
function reportKeyword(
  call: CallFact,
  signature: ApiSignature,
  { report, catalog, sparkVersion }: RuleContext,
): void {
  for (const { name, node } of call.args) {
    if (name === null || takes(signature, name)) continue;
    const from = knownVersions.find((version) => {
      if (compareVersions(version, sparkVersion) <= 0) return false;
      const later = calledSignature(call, catalog.api, version);
      return later?.availability === "present" && takes(later, name);
    });
    if (from === undefined || isGuarded(call, catalog.api)) continue;
    report({
      site: siteIn(call.unit, node),
      message: `\`${partsOf(call).member}()\` takes \`${name}=\` from Spark ${from} on, and this project runs on ${sparkVersion}: Python raises here.`,
      ...evidenceOf(call),
    });
  }
}

const takes = ({ form, overloads }: ApiSignature, keyword: string): boolean =>
  [form, ...overloads].some(({ parameters }) =>
    parameters.some(({ name, kind }) => name === keyword || kind === "keywordRest"),
  );

const evidenceOf = (call: CallFact): Pick<Report, "evidence"> =>
  call.receiver
    ? {}
    : { evidence: { level: "certain", site: call.nameSite, because: `${call.name} of PySpark` } };

const isOfPandas = ({ name }: CallFact): boolean => name.startsWith("pyspark.pandas.");

/** "functions.col" as its owner and itself; the pandas API's names are paths, "pyspark.pandas.DataFrame.items". */
function partsOf(call: CallFact): { readonly owner: string; readonly member: string } {
  const { name } = call;
  const dot = isOfPandas(call) ? name.lastIndexOf(".") : name.indexOf(".");
  return { owner: name.slice(0, dot), member: name.slice(dot + 1) };
}

/** What the version says of a call; null for what the catalogue does not know. */
function calledSignature(call: CallFact, api: ApiCatalog, version: string): ApiSignature | null {
  if (isOfPandas(call)) return api.signatureAt(call.name, version);
  const { owner, member } = partsOf(call);
  if (owner === "functions") return api.functionSignature(call.name, version);
  const signature = api.signature(owner, member, version);
  if (!signature || signature.availability === "present") return signature;
  // What is older than the version only stood in another class then, as with the mixins of 3.5; and a class that the
  // version lacks altogether is told where it is imported, not at each of its methods.
  const isOld = signature.since !== null && compareVersions(signature.since, version) <= 0;
  if (signature.availability === "future" && isOld) return null;
  return api.signature(owner, "__init__", version)?.availability === "present" ? signature : null;
}

/** Whether the program asks first: by a version, by `hasattr`, or by trying. */
function isGuarded(fact: CallFact, api: ApiCatalog): boolean {
  const { unit, context, node: call } = fact;
  if (isTrial(unit, context)) return true;
  const around = nodeAt(unit, call.start);
  const { owner, member } = partsOf(fact);
  const tellsOfVersion = ({ name, start }: AskedMember): boolean =>
    start < call.start && (name === null || name === member || isMember(api, owner, name));
  // `if hasattr(df, "pandas_api"): return …` above: what follows is for another version.
  if (around.some((node) => node.kind === "Function" && membersAskedIn(node).some(tellsOfVersion)))
    return true;
  return [...context.branches.map(({ node }) => node), ...around].some(
    (node) => (node.kind === "If" || node.kind === "Conditional") && asksForVersion(node.test),
  );
}

interface AskedMember {
  /** Null where the code does not tell. */
  readonly name: string | null;
  readonly start: number;
}

const askedMembers = sideTable<FunctionStatement, readonly AskedMember[]>();

/** What a function asks for by `hasattr`. */
function membersAskedIn(node: FunctionStatement): readonly AskedMember[] {
  let asked = askedMembers.get(node);
  if (!asked) {
    const found: AskedMember[] = [];
    for (const statement of node.body)
      walkExpressions(statement, (part) => {
        if (part.kind !== "Call" || part.callee.kind !== "Name" || part.callee.id !== "hasattr") return;
        const name = part.args[1]?.value;
        found.push({ name: name?.kind === "String" ? name.value : null, start: part.start });
      });
    asked = found;
    askedMembers.set(node, asked);
  }
  return asked;
}

/** Whether it is a member of Spark's own at some time; `hasattr(args, "path")` says nothing of versions. */
const isMember = (api: ApiCatalog, owner: string, name: string): boolean =>
  [owner, "DataFrame", "Column", "SparkSession"].some((each) => api.member(each, name) !== null);

function asksForVersion(test: Expression): boolean {
  let found = false;
  walkExpressions(test, (part) => {
    if (part.kind === "Name") found ||= /version|hasattr/i.test(part.id);
    if (part.kind === "Attribute") found ||= /version/i.test(part.name.id);
  });
  return found;
}

interface WayAround {
  readonly advice: string;
  readonly fix?: Fix;
}

/** Another name for the same, or the function by way of SQL, which often had it earlier than Python. */
function wayAround(
  call: CallFact,
  signature: ApiSignature,
  { api, sqlFunctions }: Catalog,
  version: string,
): WayAround | null {
  const { owner, member } = partsOf(call);
  const names = [...api.aliases(owner, member), ...(signature.aliasOf === null ? [] : [signature.aliasOf])];
  const other = names.find((name) => {
    const found = isOfPandas(call)
      ? api.signatureAt(`${owner}.${name}`, version)
      : owner === "functions"
        ? api.functionSignature(`functions.${name}`, version)
        : api.signature(owner, name, version);
    return found?.availability === "present";
  });
  if (other !== undefined)
    return { advice: `Its other name, \`${other}\`, is there`, fix: renaming(call, owner, other) };
  const replacement = replacements[call.name];
  if (replacement !== undefined) return { advice: replacement };
  if (owner !== "functions")
    return signature.deprecated?.instead ? { advice: `Use \`${signature.deprecated.instead}\`` } : null;
  const inSql = sqlFunctions.find(member, version);
  return inSql === null ? null : { advice: `SQL has it already: \`expr("${member}(…)")\`` };
}

function renaming({ unit, node, nameSite }: CallFact, owner: string, name: string): Fix {
  return {
    title: `Use \`${name}\``,
    safety: "suggested",
    edits(facts) {
      if (node.callee.kind === "Attribute") return [replace(unit, nameSite, name)];
      const spelling = spelled(facts, `pyspark.sql.${owner}.${name}`);
      return [...spelling.edits, replace(unit, nameSite, spelling.text)];
    },
  };
}

/** What did the same before, for the calls that people meet most. */
const replacements: Readonly<Record<string, string>> = {
  "DataFrame.withColumns": "Use `withColumn()` for each column, or `select()`",
  "DataFrame.withColumnsRenamed": "Use `withColumnRenamed()` for each column, or `select()` with `alias()`",
  "DataFrame.isEmpty": "Use `len(df.take(1)) == 0`",
  "DataFrame.offset": "Number the rows with `row_number()` and filter",
  "DataFrame.unpivot": "Use `stack()` in a `selectExpr()`",
  "DataFrame.melt": "Use `stack()` in a `selectExpr()`",
  "DataFrame.groupingSets": "Use `GROUPING SETS` in SQL text",
  "DataFrame.transpose": "Use `groupBy().pivot()`",
  "pyspark.pandas.DataFrame.append": "Use `ps.concat([frame, other])`",
  "pyspark.pandas.Series.append": "Use `ps.concat([series, other])`",
  "functions.array_compact": "Use `filter(column, lambda each: each.isNotNull())`",
  "functions.array_append": "Use `concat(column, array(value))`",
  "functions.array_prepend": "Use `concat(array(value), column)`",
  "functions.median": 'Use `expr("percentile(column, 0.5)")`',
};
