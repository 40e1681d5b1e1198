import type { Expression } from "../../syntax/ast.ts";
import { compareVersions } from "../../catalog/sparkVersion.ts";
import type { FunctionValue, UdfDefinition, UdfForm } from "../value.ts";

/** From this version on `udf` looks at the type hints, unless `useArrow` is given (pyspark.sql.udf, 4.1 to 4.3). */
const firstWithHints = "4.1";

/** The form of UDF that `udf` makes of a function: one whose hints are all whole columns gets those. */
export function formByHints(
  form: UdfDefinition["form"],
  fn: FunctionValue | null,
  saysArrow: boolean,
  version: string,
): UdfDefinition["form"] {
  if (form !== "row" || saysArrow || fn?.node.kind !== "Function") return form;
  if (compareVersions(version, firstWithHints) < 0) return form;
  const { parameters, returns } = fn.node;
  if (parameters.length === 0 || returns === null) return form;
  const forms = new Set(parameters.map(({ annotation }) => columnForm(annotation)));
  const [only = null] = forms;
  return forms.size === 1 && only !== null ? only : form;
}

/** Which library's columns a hint means: `pd.Series`, `Iterator[pa.Array]`; null for single values. */
function columnForm(hint: Expression | null): UdfForm | null {
  switch (hint?.kind) {
    case "Name":
      return columnClasses.get(hint.id) ?? null;
    case "Attribute":
      return columnClasses.get(hint.name.id) ?? null;
    case "String":
      return columnClasses.get(hint.value?.replace(/^.*\./, "") ?? "") ?? null;
    case "Subscript":
      return /^(Async)?Iterator$/.test(nameOf(hint.object)) ? columnForm(hint.indices[0] ?? null) : null;
    default:
      return null;
  }
}

const nameOf = (node: Expression): string =>
  node.kind === "Name" ? node.id : node.kind === "Attribute" ? node.name.id : "";

const columnClasses: ReadonlyMap<string, UdfForm> = new Map([
  ["Series", "pandas"],
  ["DataFrame", "pandas"],
  ["Array", "arrow"],
]);
