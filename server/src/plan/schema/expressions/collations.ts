import { atomic, kindOf, unknownType, type DataType } from "../../../catalog/dataType.ts";
import { collationName } from "../../../catalog/dataTypeText.ts";
import { literalValue } from "./functionCall.ts";
import type { Typed } from "./typed.ts";

/** What the collations of arguments make of a call: how its literals are written, and which texts it gives. */
export interface CollatedCall {
  readonly args: readonly Typed[];
  readonly dataType: DataType;
}

const prefix = "string collate ";
/** What texts have without a collation: Spark tells it from a chosen one by rules that are not followed. */
const standard = "UTF8_BINARY";

/** Functions whose text is made of the texts they take (CollationTypeCoercion, 4.0 to 4.3). */
const keepsCollation = new Set(
  (
    "|| any_value btrim coalesce concat concat_ws elt first first_value greatest if ifnull initcap last last_value " +
    "least left listagg lower lcase lpad ltrim max min mode nullif nvl nvl2 overlay regexp_replace repeat replace " +
    "reverse right rpad rtrim split_part string_agg substr substring substring_index translate trim ucase upper"
  ).split(" "),
);

/**
 * A call on texts that have collations, or null where none has one. Literals take the collation of what stands beside
 * them, and are written with it; where several collations meet, what comes of it is not followed.
 */
export function collatedCall(name: string, args: readonly Typed[], dataType: DataType): CollatedCall | null {
  if (name === "collate") return { args, dataType: chosenBy(args[1]) };
  const collations = new Set(args.flatMap((each) => collationOf(each.dataType) ?? []));
  const [collation, ...others] = collations;
  if (collation === undefined) return null;
  const isText = kindOf(dataType) === "string" && name !== "collation" && name !== "typeof";
  const isOne =
    others.length === 0 && collation !== standard && args.every((each) => isCollatedOrLiteral(each));
  return {
    args: isOne ? args.map((each) => withCollation(each, collation)) : args,
    dataType: !isText
      ? dataType
      : isOne && keepsCollation.has(name)
        ? atomic(prefix + collation)
        : unknownType,
  };
}

/** The collation that a type names; null for texts without one and for all else. */
const collationOf = (type: DataType): string | null =>
  type.type === "atomic" && type.name.startsWith(prefix) ? type.name.slice(prefix.length) : null;

/** `collate(text, 'UTF8_LCASE')` */
function chosenBy(name: Typed | undefined): DataType {
  const text = name && literalValue(name);
  return typeof text === "string" && /^\w+$/.test(text) ? atomic(prefix + collationName(text)) : unknownType;
}

const isCollatedOrLiteral = (each: Typed): boolean =>
  kindOf(each.dataType) !== "string" || collationOf(each.dataType) !== null || each.tree?.kind === "literal";

function withCollation(each: Typed, collation: string): Typed {
  return each.tree?.kind === "literal" && each.dataType.type === "atomic" && each.dataType.name === "string"
    ? { ...each, tree: { ...each.tree, dataType: atomic(prefix + collation) } }
    : each;
}
