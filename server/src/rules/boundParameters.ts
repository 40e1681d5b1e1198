import type { ApiParameter, SignatureForm } from "../catalog/apiSignature.ts";
import type { ApiCatalog, ApiSignature } from "../catalog/apiCatalog.ts";
import type { BoundArgument, CallFact } from "../plan/facts.ts";
import type { Expression } from "../syntax/ast.ts";

/** What is called as its signature says. Others make their own signatures, as `Row` does. */
const plainlyCalled =
  /^((functions|DataFrame|GroupedData|Column|SparkSession|DataFrame(Reader|Writer|NaFunctions|StatFunctions)|Window|WindowSpec)\.|(StructField|ArrayType|MapType)$)/;

/** How a function, method or constructor of pyspark.sql is called in a version that has it; null where nobody knows. */
export function calledForm(
  { name, node: { callee }, receiver }: CallFact,
  api: ApiCatalog,
  version: string,
): SignatureForm | null {
  if (!plainlyCalled.test(name)) return null;
  if (!/^(functions|Window)\.|^\w+$/.test(name) && !(receiver && isCalledOnObject(callee))) return null;
  const signature = signatureOf(name, api, version);
  return signature?.availability === "present" ? signature.form : null;
}

/** The signature of "functions.col", "DataFrame.join" or "StructField", in whatever version has it; null for none. */
export function signatureOf(name: string, api: ApiCatalog, version: string): ApiSignature | null {
  const [type = "", method = "__init__"] = name.split(".");
  return type === "functions" ? api.functionSignature(name, version) : api.signature(type, method, version);
}

/**
 * Whether a method is called on the object itself: `Column.asc(column)` gives it as an argument, a name of the method does
 * not tell, and `frame._jdf` is Java's.
 */
function isCalledOnObject(callee: Expression): boolean {
  if (callee.kind !== "Attribute") return false;
  const { object } = callee;
  const name = object.kind === "Name" ? object.id : object.kind === "Attribute" ? object.name.id : "";
  return !/^([A-Z]|_j)/.test(name);
}

/** An argument and the parameter that gets it. */
export interface BoundParameter {
  readonly given: BoundArgument;
  readonly parameter: ApiParameter;
}

/** The arguments of a call whose parameters are certain: what stands behind unpacked ones has no certain place. */
export function boundParameters(
  signature: SignatureForm,
  args: readonly BoundArgument[],
): readonly BoundParameter[] {
  const bound: BoundParameter[] = [];
  let position = 0;
  for (const given of args) {
    if (given.unpack !== "") break;
    const parameter = parameterFor(signature, given, position);
    if (given.name === null) position += 1;
    if (parameter) bound.push({ given, parameter });
  }
  return bound;
}

function parameterFor(
  { parameters }: SignatureForm,
  given: BoundArgument,
  position: number,
): ApiParameter | null {
  if (given.name !== null) return parameters.find(({ name }) => name === given.name) ?? null;
  const positional = parameters.filter(({ kind }) => kind !== "keyword" && kind !== "keywordRest");
  const rest = positional.findIndex(({ kind }) => kind === "rest");
  return (rest >= 0 && position >= rest ? positional[rest] : positional[position]) ?? null;
}
