import type { Expression, FunctionStatement, LambdaExpression } from "../syntax/ast.ts";
import { walk, walkExpressions } from "../syntax/walk.ts";

/** The expression that a function gives, where it does nothing else; null for a body of several statements. */
export function givenExpression(node: FunctionStatement | LambdaExpression): Expression | null {
  if (node.kind === "Lambda") return node.body;
  const [statement, ...others] = node.body.filter(
    (each) => !(each.kind === "Expression" && each.value.kind === "String"),
  );
  return statement?.kind === "Return" && others.length === 0 ? statement.value : null;
}

/** Whether a function is one expression in Python's own words, which does nothing but give a value. */
export function isPlain(node: FunctionStatement | LambdaExpression): boolean {
  const expression = givenExpression(node);
  if (expression === null) return false;
  let plain = true;
  walk(expression, (part) => {
    plain &&= part.kind !== "Yield" && part.kind !== "Await" && part.kind !== "NamedExpression";
    return plain;
  });
  walkExpressions(expression, (part) => {
    if (part.kind === "Call") plain &&= ownWords.has(nameOf(part.callee)) || isOfText(part.callee);
  });
  return plain;
}

const ownWords: ReadonlySet<string> = new Set(
  [
    "abs bool dict float int len list max min round set sorted str sum tuple Row datetime timedelta",
    "datetime.fromtimestamp datetime.strptime datetime.utcfromtimestamp json.loads json.dumps re.sub re.search",
    "datetime.datetime.fromtimestamp datetime.datetime.strptime math.sqrt math.log math.exp math.floor math.ceil",
  ].flatMap((names) => names.split(" ")),
);

/** Methods of texts, dicts and rows that change nothing. */
const textMethods: ReadonlySet<string> = new Set(
  [
    "asDict capitalize decode encode endswith find format get isdigit join keys items lower lstrip replace",
    "rstrip split startswith strftime strip title tolist toArray upper values zfill",
  ].flatMap((names) => names.split(" ")),
);

const isOfText = (callee: Expression): boolean =>
  callee.kind === "Attribute" && textMethods.has(callee.name.id);

function nameOf(callee: Expression): string {
  if (callee.kind === "Name") return callee.id;
  return callee.kind === "Attribute" ? `${nameOf(callee.object)}.${callee.name.id}` : "";
}
