/** What Spark answered about a function's output, as the evaluator of rules has it. */
import { tsImport } from "tsx/esm/api";

const { applyNullability, rebuilt } = await tsImport(
  "../../server/src/catalog/nullabilityRule.ts",
  import.meta.url,
);
const { parseDataType } = await tsImport("../../server/src/catalog/dataTypeText.ts", import.meta.url);
const { kindOf } = await tsImport("../../server/src/catalog/dataType.ts", import.meta.url);

/**
 * @typedef {{ kinds: readonly string[], name: string, type: string, parts: readonly string[], asked: readonly (readonly [readonly string[], string])[], written?: boolean }} Answer
 * @typedef {{ args: readonly any[], bits: string }} Asked a call with its arguments' nullability; a bit for each part
 * @typedef {{ tokens: readonly string[], atoms: readonly string[], result: any, parts: readonly string[], asked: readonly Asked[], on: readonly (readonly string[])[] }} Probe
 */

/** The answers of a function as the evaluator has them. @param {readonly Answer[]} answers @returns {Probe[]} */
export const probesOf = (answers) =>
  answers.flatMap((answer) => {
    const result = parseDataType(answer.type);
    if (result === null) return [];
    const types = answer.kinds.map(typeOf);
    if (types.includes(null) || answer.kinds.some((kind) => /^'(?:make_interval|parse_json|CAST)/.test(kind)))
      return [];
    const asked = answer.asked.map(([on, bits]) => ({
      args: argumentsOf(answer.kinds, types, new Set(on)),
      bits,
    }));
    const on = answer.asked.map(([parts]) => parts);
    return [
      {
        tokens: answer.kinds.map((kind, at) => tokenOf(kind, types[at])),
        atoms: [...new Set(on.flat())],
        result,
        parts: answer.parts,
        asked,
        on,
      },
    ];
  });

/** @param {string} kind */
export function typeOf(kind) {
  if (!kind.startsWith("'")) {
    const body = /^lambda$/.test(kind) ? "int" : kind;
    return parseDataType(body);
  }
  const text = kind.slice(1);
  if (text === "NULL") return parseDataType("void");
  if (text.startsWith("array("))
    return { type: "array", element: parseDataType("double"), containsNull: false };
  return parseDataType(/^-?\d+$/.test(text) ? "int" : /^-?\d+\.\d+$/.test(text) ? "double" : "string");
}

/** @param {string} kind @param {any} type */
export function tokenOf(kind, type) {
  if (kind === "lambda") return "lambda";
  if (kind.startsWith("'")) return "literal";
  if (type.type === "array") return `array<${kindOf(type.element)}>`;
  if (type.type === "map") return `map<${kindOf(type.key)}>`;
  return type.type === "struct" || type.type === "decimal" ? type.type : kind;
}

/** @param {readonly string[]} kinds @param {readonly any[]} types @param {Set<string>} on */
const argumentsOf = (kinds, types, on) =>
  types.map((type, at) => {
    const nullable = on.has(`${at + 1}`) || kinds[at] === "void" || kinds[at] === "'NULL";
    const nulls = rebuilt(type, [], (/** @type {string[]} */ path) => on.has(`${at + 1}.${path.join(".")}`));
    return { type: kinds[at] === "lambda" ? { type: "lambda", result: nulls } : nulls, nullable };
  });

/** The nullable parts of a result in the order of the answers. @param {boolean | null} nullable @param {any} type @returns {(boolean | null)[]} */
function bitsOf(nullable, type) {
  if (type.type === "array") return [nullable, ...bitsOf(type.containsNull, type.element)];
  if (type.type === "map")
    return [nullable, ...bitsOf(false, type.key).slice(1), ...bitsOf(type.valueContainsNull, type.value)];
  if (type.type === "struct")
    return [
      nullable,
      ...type.fields.flatMap((/** @type {any} */ field) => bitsOf(field.nullable, field.dataType)),
    ];
  return [nullable];
}

/** Whether a rule gives all answers of a probe. @param {any} rule @param {Probe} probe */
export const replays = (rule, probe) =>
  probe.asked.every(({ args, bits }) => {
    const { nullable, type, exact } = applyNullability(rule, args, probe.result);
    if (!exact || nullable === null) return false;
    return (
      bitsOf(nullable, type)
        .map((bit) => (bit ? "1" : "0"))
        .join("") === bits
    );
  });
