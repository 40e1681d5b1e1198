import { textOf } from "../literals.ts";
import { childOf, tokenOf } from "../tree.ts";
import { isSince, named, refused, sourceOf, type Check, type Checks } from "./check.ts";
import { isDateText, isTimestampText, isTimeText } from "./dateTimeText.ts";
import { readIntervalText } from "./intervalText.ts";
import { mixedUnits, overflowOfDays, unitsOf } from "./intervalChecks.ts";

/** What a literal with a type's name before it must look like, and an example. */
const typed: Readonly<Record<string, readonly [takes: (text: string) => boolean, example: string]>> = {
  DATE: [isDateText, "DATE '2024-12-31'"],
  TIMESTAMP: [(text) => isTimestampText(text, true), "TIMESTAMP '2024-12-31 23:59:59'"],
  TIMESTAMP_LTZ: [(text) => isTimestampText(text, true), "TIMESTAMP_LTZ '2024-12-31 23:59:59'"],
  TIMESTAMP_NTZ: [(text) => isTimestampText(text, false), "TIMESTAMP_NTZ '2024-12-31 23:59:59'"],
  TIME: [isTimeText, "TIME '23:59:59'"],
  INTERVAL: [(text) => readIntervalText(text) !== null, "INTERVAL '1 day 2 hours'"],
  X: [(text) => /^[0-9a-f]*$/i.test(text), "X'1F2E'"],
};

const checkConstant: Check = (node, { text, version }) => {
  const [type, ...values] = node.children;
  if (type?.kind !== "node" || (type.rule !== "literalType" && type.rule !== "identifier")) return null;
  const name = sourceOf(text, type).toUpperCase();
  const known = typed[name];
  if (known === undefined || (name === "TIME" && !isSince(version, "4.1")))
    return refused(
      node,
      "UNSUPPORTED_TYPED_LITERAL",
      name === "TIME"
        ? "Literals of TIME are there since Spark 4.1."
        : `There are no literals of the type ${sourceOf(text, type)}. Write CAST('…' AS ${sourceOf(text, type)}), or a point, operator or comma before the text.`,
    );
  if (name.startsWith("TIMESTAMP_") && !isSince(version, "3.4")) return null;
  const value = values.map((each) => textOf(each, text)).join("");
  const [takes, example] = known;
  if (!takes(value))
    return refused(
      node,
      "INVALID_TYPED_LITERAL",
      `Spark cannot read '${shortened(value)}' as ${name === "X" ? "hexadecimal digits" : name}. Write it as in ${example}.`,
    );
  if (name !== "INTERVAL") return null;
  const units = unitsOf(value);
  return mixedUnits(node, units) ?? overflowOfDays(node, readIntervalText(value), units, version);
};

const shortened = (text: string): string => (text.length > 30 ? `${text.slice(0, 28)}…` : text);

/** Whole numbers with a letter: the type, and its smallest and largest value. */
const wholes: Readonly<Record<string, readonly [type: string, bits: number]>> = {
  TINYINT_LITERAL: ["TINYINT", 8],
  SMALLINT_LITERAL: ["SMALLINT", 16],
  BIGINT_LITERAL: ["BIGINT", 64],
};
const largestFloat = 3.4028234663852886e38;
const mostDigits = 38;

const checkNumber: Check = (node, { text, version }) => {
  const token = node.children.at(-1);
  if (token?.kind !== "token" || token.missing === true) return null;
  const digits = sourceOf(text, token);
  const sign = tokenOf(node, "MINUS") === null ? "" : "-";
  const outOfRange = (type: string, larger: string): ReturnType<Check> =>
    refused(
      node,
      "INVALID_NUMERIC_LITERAL_RANGE",
      `${sign}${digits} is no ${type}: it is out of its range. ${larger}`,
    );
  const whole = wholes[token.type];
  if (whole !== undefined) {
    const value = BigInt(`${sign}${digits.slice(0, -1)}`);
    const [type, bits] = whole;
    return value === BigInt.asIntN(bits, value) ? null : outOfRange(type, "Leave its letter out.");
  }
  if (token.type === "FLOAT_LITERAL")
    return exceeds(digits.slice(0, -1), largestFloat) ? outOfRange("FLOAT", "Write D in place of F.") : null;
  if (token.type === "DOUBLE_LITERAL")
    return exceeds(digits.slice(0, -1), Number.MAX_VALUE)
      ? outOfRange("DOUBLE", "Write it as text and cast it.")
      : null;
  if (token.type === "EXPONENT_VALUE")
    return exceeds(digits, Number.MAX_VALUE) ? outOfRange("DOUBLE", "Write it as text and cast it.") : null;
  if (!["INTEGER_VALUE", "DECIMAL_VALUE", "BIGDECIMAL_LITERAL"].includes(token.type)) return null;
  const decimal = digits.replace(/bd$/i, "");
  if (decimalDigits(decimal) <= mostDigits) return null;
  return refused(
    node,
    token.type === "BIGDECIMAL_LITERAL"
      ? named(version, "4.0", "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION", "_LEGACY_ERROR_TEMP_0061")
      : "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
    `A DECIMAL has at most ${mostDigits} digits, and this number needs more. Write it with an exponent to get a DOUBLE.`,
  );
};

const exceeds = (digits: string, largest: number): boolean => Number(digits) > largest;

/** How many digits a decimal needs for a number as it is written. */
function decimalDigits(source: string): number {
  const [mantissa = "", exponent = "0"] = source.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const digits = `${whole}${fraction}`.replace(/^0+(?=.)/, "").length;
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? digits - scale : Math.max(digits, scale);
}

/** `IDENTIFIER('a.b')` where one name must stand. */
const checkName: Check = (node, { text, parents }) => {
  if (tokenOf(node, "IDENTIFIER_KW") === null || childOf(node, "stringLit") === null) return null;
  const around = parents.findLast(
    ({ rule }) => !/^(?:error|strict|simple)?\w*[iI]dentifier$/.test(rule) || /multipart/.test(rule),
  );
  if (around === undefined || !singleNames.has(around.rule)) return null;
  const parts = textOf(node, text).split(".").length;
  return parts < 2
    ? null
    : refused(
        node,
        "IDENTIFIER_TOO_MANY_NAME_PARTS",
        "Here stands one name. Leave what is before the point out.",
      );
};

const singleNames = new Set(["namedExpression", "tableAlias", "windowSpec", "namedWindow", "namedQuery"]);

/** Checks of literals and names. */
export const literalChecks: Checks = {
  constant: checkConstant,
  number: checkNumber,
  strictIdentifier: checkName,
};
