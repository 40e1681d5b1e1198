import type { CallExpression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import type { ModuleExports } from "../moduleExports.ts";
import { resolvedModule } from "./imports.ts";
import { joinedPath, pathOf } from "./libraryValues.ts";
import { lookUp } from "./scope.ts";
import { textOfFile } from "./sqlFileTexts.ts";
import { text } from "./text.ts";
import { unknown, type Value } from "../value.ts";

/** The name under which a module's level holds the path of its file, as in Python. */
export const fileName = "__file__";

/** A call of `pkgutil` or `importlib.resources` about files that lie in packages of the workspace; null for all others. */
export function packageFileCall(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value | null {
  const [holder, resource] = args;
  const call: Call = { evaluation, node, holder, parts: resource ? [resource.value] : [] };
  const made = (type: string, value: Value): Value => ({
    kind: "library",
    type,
    args: [{ name: null, unpack: "", node, value }],
  });
  switch (name.replace(/^importlib_resources\./, "importlib.resources.")) {
    case "importlib.resources.files":
      return folderOf(call) ?? unknown;
    case "importlib.resources.path":
      return fileIn(call) ?? unknown;
    case "importlib.resources.read_text":
      return textIn(call);
    case "importlib.resources.open_text":
      return made("io.TextIOWrapper", fileIn(call) ?? unknown);
    case "importlib.resources.read_binary":
    case "pkgutil.get_data":
      return made("builtins.bytes", textIn(call));
    default:
      return null;
  }
}

interface Call {
  readonly evaluation: Evaluation;
  readonly node: CallExpression;
  /** The package; left out for the caller's own. */
  readonly holder: BoundArgument | undefined;
  /** The file's path in it. */
  readonly parts: readonly Value[];
}

type PathValue = Extract<Value, { kind: "library" }>;

function textIn(call: Call): Value {
  const file = fileIn(call);
  return file ? textOfFile(call.evaluation, file.args[0]?.value) : text(null, false);
}

function fileIn(call: Call): PathValue | null {
  const folder = folderOf(call);
  return folder && joinedPath(folder, call.parts);
}

/** The folder of a package, given by its name, as a module, as `__package__`, or, with nothing given, the caller's own. */
function folderOf({ evaluation, node, holder }: Call): PathValue | null {
  const isOwn = holder === undefined || (holder.node.kind === "Name" && holder.node.id === "__package__");
  const path = isOwn ? ownFile(evaluation) : packagePath(exportsOf(evaluation, holder.value));
  const folder = path === null ? undefined : /^(.*)\/[^/]*$/.exec(path)?.[1];
  return folder === undefined ? null : pathOf([{ name: null, unpack: "", node, value: text(folder, true) }]);
}

function exportsOf(evaluation: Evaluation, value: Value): ModuleExports | null {
  if (value.kind === "module") return value.exports ?? null;
  return value.kind === "string" && value.value !== null ? resolvedModule(evaluation, value.value, 0) : null;
}

const packagePath = (exports: ModuleExports | null): string | null =>
  exports?.path.endsWith("/__init__.py") === true ? exports.path : null;

function ownFile(evaluation: Evaluation): string | null {
  const own = lookUp(evaluation, fileName);
  return own?.kind === "string" ? own.value : null;
}
