import { kindOf } from "../../../catalog/dataType.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import type { Site } from "../../../syntax/module.ts";
import { sameName } from "../../session.ts";
import { eitherNullable } from "../nullability.ts";
import { callTree, literalValue } from "./functionCall.ts";
import { functionOutput } from "./functionOutput.ts";
import { fixedPlace } from "./literalTypes.ts";
import type { NameTree } from "./outputName.ts";
import { otherProblem, typeMismatch, unknownField } from "./problems.ts";
import type { Resolution } from "./resolution.ts";
import { typed, unknownTyped, type Typed } from "./typed.ts";

/**
 * A part of a struct, an array or a map, as Spark's ExtractValue chooses it (3.3 to 4.3): a field by its name, that
 * field of each struct in an array, an element by its index, a value by its key.
 */
export function extracted(resolution: Resolution, base: Typed, key: Typed, site: Site): Typed {
  const flags = {
    aggregates: base.aggregates || key.aggregates,
    generates: base.generates || key.generates,
  };
  const name = key.tree?.kind === "literal" && typeof key.tree.value === "string" ? key.tree.value : null;
  const { dataType } = base;
  if (dataType.type === "struct" || (dataType.type === "array" && dataType.element.type === "struct")) {
    if (name !== null) return { ...field(resolution, base, name, site), ...flags };
    if (dataType.type === "struct") {
      if (kindOf(key.dataType) === "unknown") return unknownTyped(flags);
      resolution.problem(
        typeMismatch(
          "INVALID_EXTRACT_FIELD_TYPE",
          simpleString(key.dataType),
          "a field of a struct is chosen by its name",
          site,
        ),
      );
      return unknownTyped(flags);
    }
  }
  const tree = base.tree && key.tree && dataType.type !== "unknown" ? callTree("[]", [base, key]) : null;
  if (dataType.type === "array" || dataType.type === "map") {
    const part = dataType.type === "array" ? dataType.element : dataType.value;
    if (dataType.type === "array" && name !== null) {
      resolution.problem(
        typeMismatch(
          "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
          name,
          `an element of an array is chosen by its number, not by \`${name}\``,
          site,
        ),
      );
      return unknownTyped(flags);
    }
    const fixed = fixedPlace(base, key);
    const nullable =
      fixed === undefined || base.dataType.type === "map"
        ? functionOutput(resolution.scope.session, "[]", [base, key], part).nullable
        : fixed;
    return typed(part, nullable, { tree, ...flags });
  }
  if (literalValue(key) !== undefined && !["unknown", "variant", "void"].includes(kindOf(dataType)))
    resolution.problem(
      typeMismatch(
        "INVALID_EXTRACT_BASE_FIELD_TYPE",
        simpleString(dataType),
        `a value of type ${simpleString(dataType)} has no parts`,
        site,
      ),
    );
  return unknownTyped(flags);
}

/** A field of a struct by its name, or of each struct in an array. */
export function field(resolution: Resolution, base: Typed, name: string, site: Site): Typed {
  const { dataType } = base;
  const struct = dataType.type === "array" ? dataType.element : dataType;
  if (struct.type !== "struct") return unknownTyped();
  const { session } = resolution.scope;
  const found = struct.fields.filter((each) => sameName(session, each.name, name));
  const [only] = found;
  if (found.length > 1) {
    resolution.problem(
      otherProblem(
        "AMBIGUOUS_REFERENCE_TO_FIELDS",
        name,
        `\`${name}\` may be any of ${found.length} fields of the struct`,
        site,
      ),
    );
    return unknownTyped();
  }
  if (!only) {
    resolution.problem(
      unknownField(
        name,
        struct.fields.map((each) => each.name),
        site,
      ),
    );
    return unknownTyped();
  }
  const tree = fieldTree(base.tree, only.name);
  return dataType.type === "array"
    ? typed(
        {
          type: "array",
          element: only.dataType,
          containsNull: dataType.containsNull || only.nullable,
        },
        base.nullable,
        { tree },
      )
    : typed(only.dataType, eitherNullable(base.nullable, only.nullable), { tree });
}

/** What `a.b.c` means on the column `a`: fields and, in maps, keys, one after the other. */
export function nestedField(
  resolution: Resolution,
  column: Typed,
  names: readonly string[],
  site: Site,
): Typed {
  let at = column;
  for (const name of names) {
    const key = typed({ type: "atomic", name: "string" }, false, {
      tree: { kind: "literal", dataType: { type: "atomic", name: "string" }, value: name },
    });
    if (at.dataType.type === "unknown") break;
    at = extracted(resolution, at, key, site);
  }
  if (at === column) at = unknownTyped();
  return { ...at, name: names.at(-1) ?? null };
}

/** A field by its name: behind a column it is written as a part of the column's path. */
const fieldTree = (base: NameTree | null, name: string): NameTree | null =>
  base && { kind: "field", input: base, name };
