import { atomic, isKnown, kindOf, unknownType, type DataType } from "../../../catalog/dataType.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import { sameType } from "../nullability.ts";
import { argumentsOf, flagsOf, typeNames } from "./functionCall.ts";
import { otherProblem, typeMismatch } from "./problems.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { severalColumns, typed, unknownTyped, type Typed } from "./typed.ts";

/** Functions that make rows, and perhaps several columns, of one value. */
export const generators: Readonly<Record<string, (call: CallExpression, resolution: Resolution) => Typed>> = {
  explode: (call, resolution) => exploded(call, resolution, { position: false, outer: false }),
  explode_outer: (call, resolution) => exploded(call, resolution, { position: false, outer: true }),
  posexplode: (call, resolution) => exploded(call, resolution, { position: true, outer: false }),
  posexplode_outer: (call, resolution) => exploded(call, resolution, { position: true, outer: true }),
  inline: (call, resolution) => inlined(call, resolution, false),
  inline_outer: (call, resolution) => inlined(call, resolution, true),
  json_tuple: jsonTuple,
  stack,
};

/** A column of a generator's output; a generator's nulls are all that its outer form adds. */
const column = (name: string, dataType: DataType, nullable: boolean | null): Typed =>
  typed(dataType, nullable, { name });

const made = (columns: readonly Typed[], args: readonly Typed[]): Typed =>
  severalColumns(columns, { ...flagsOf(args), generates: true });

/** Some rows of a kind that is not known. */
const unknownRows = (args: readonly Typed[], site: CallExpression["site"]): Typed =>
  severalColumns([], {
    ...flagsOf(args),
    generates: true,
    open: { text: "the value that is taken apart is not known", site },
  });

interface ExplodeForm {
  readonly position: boolean;
  readonly outer: boolean;
}

function exploded(call: CallExpression, resolution: Resolution, { position, outer }: ExplodeForm): Typed {
  const args = argumentsOf(resolution, call.args) ?? [];
  const [only] = args;
  const kind = only?.dataType.type;
  const front = position ? [column("pos", atomic("int"), outer)] : [];
  if (only?.dataType.type === "array") {
    const { element, containsNull } = only.dataType;
    return made([...front, column("col", element, outer || containsNull)], args);
  }
  if (only?.dataType.type === "map") {
    const { key, value, valueContainsNull } = only.dataType;
    return made(
      [...front, column("key", key, outer), column("value", value, outer || valueContainsNull)],
      args,
    );
  }
  if (only && kind !== "unknown" && typeNames([only]) !== "void" && typeNames([only]) !== "variant")
    resolution.problem(
      typeMismatch(
        "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
        typeNames([only]),
        `only arrays and maps can be exploded, and this is ${typeNames([only])}`,
        call.site,
      ),
    );
  return unknownRows(args, call.site);
}

/** Each struct of an array as a row. */
function inlined(call: CallExpression, resolution: Resolution, outer: boolean): Typed {
  const args = argumentsOf(resolution, call.args) ?? [];
  const type = args[0]?.dataType;
  if (type?.type !== "array" || type.element.type !== "struct") return unknownRows(args, call.site);
  const { element, containsNull } = type;
  return made(
    element.fields.map((field) =>
      column(field.name, field.dataType, outer || containsNull || field.nullable),
    ),
    args,
  );
}

/** Values of a JSON text: c0, c1 … */
function jsonTuple(call: CallExpression, resolution: Resolution): Typed {
  const args = argumentsOf(resolution, call.args);
  if (args === null) return unknownRows([], call.site);
  return made(
    args.slice(1).map((_, index) => column(`c${index}`, atomic("string"), true)),
    args,
  );
}

/** `stack(2, a, b, c, d)`: two rows of two columns. */
function stack(call: CallExpression, resolution: Resolution): Typed {
  const args = argumentsOf(resolution, call.args);
  const count = args?.[0]?.tree?.kind === "literal" ? args[0].tree.value : null;
  if (!args || typeof count !== "number" || !Number.isInteger(count) || count < 1 || count > 10_000)
    return unknownRows(args ?? [], call.site);
  const values = args.slice(1);
  const width = Math.ceil(values.length / count);
  const columns = Array.from({ length: width }, (_, index) => {
    const cells = values.filter((__, at) => at % width === index);
    const types = cells.map(({ dataType }) => dataType).filter((type) => kindOf(type) !== "void");
    const [first = atomic("void"), ...others] = types;
    const differing = others.find((type) => !sameType(type, first));
    if (differing && isKnown(first) && isKnown(differing))
      resolution.problem(
        typeMismatch(
          "DATATYPE_MISMATCH.STACK_COLUMN_DIFF_TYPES",
          simpleString(differing),
          `column ${index + 1} of the rows would hold ${simpleString(first)} and ${simpleString(differing)}`,
          call.site,
        ),
      );
    return column(`col${index}`, differing ? unknownType : first, true);
  });
  return made(columns, args);
}

/** What a generator makes, under the names that an alias gives. */
export function renamed(resolution: Resolution, base: Typed, names: readonly GivenName[]): Typed {
  const flags = { generates: base.generates, aggregates: base.aggregates };
  const columns = base.columns ?? [base];
  if (base.open !== null)
    return severalColumns(
      names.map(({ text, site }) => unknownTyped({ name: text, nameSite: site })),
      flags,
    );
  const [first] = names;
  if (columns.length !== names.length) {
    if (first?.site)
      resolution.problem(
        otherProblem(
          base.generates ? "UDTF_ALIAS_NUMBER_MISMATCH" : "MULTI_ALIAS_WITHOUT_GENERATOR",
          first.text,
          `${columns.length} columns cannot have ${names.length} names`,
          first.site,
        ),
      );
    return unknownTyped(flags);
  }
  return severalColumns(
    columns.map((each, index) => ({
      ...each,
      attribute: null,
      name: names[index]?.text ?? each.name,
      nameSite: names[index]?.site ?? null,
    })),
    flags,
  );
}

/** A name that an alias gives, and its place. */
export interface GivenName {
  readonly text: string;
  readonly site: Typed["nameSite"];
}
