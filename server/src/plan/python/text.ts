import { typeText } from "../spark/dataTypeClasses.ts";
import type { TextOrigin } from "../strings/textOrigin.ts";
import type { Value } from "../value.ts";

/** How long a text may grow before its content counts as unknown. */
const maximalLength = 20_000;

/** A string; longer ones than anyone writes are of unknown content. */
export function text(value: string | null, constant: boolean, origin?: TextOrigin): Value {
  const content = value !== null && value.length > maximalLength ? null : value;
  return origin === undefined
    ? { kind: "string", value: content, constant }
    : { kind: "string", value: content, constant, origin };
}

/** Whether no input from outside the program may be part of a value's text. */
export function isOwnText(value: Value): boolean {
  switch (value.kind) {
    case "string":
      return value.constant;
    case "union":
      return value.values.every(isOwnText);
    case "sequence":
      return value.exact && value.elements.length <= 1000 && value.elements.every(isOwnText);
    case "number":
    case "boolean":
    case "none":
      return true;
    case "library":
      return value.type === "pathlib.Path"
        ? value.args.every((each) => isOwnText(each.value))
        : /^(datetime|decimal)\./.test(value.type);
    default:
      return false;
  }
}

/** What `str(value)` gives; null when it is not known. */
export function textOfValue(value: Value): string | null {
  if (value.kind === "string") return value.member?.text ?? value.value;
  if (value.kind !== "library" || value.type !== "pathlib.Path") return representation(value);
  const path = value.args[0]?.value;
  return path?.kind === "string" ? path.value : null;
}

/** The text that a value is, or the path that it stands for; `str` of an enumeration's member may be another. */
export const contentOf = (value: Value): string | null =>
  value.kind === "string" ? value.value : textOfValue(value);

/** What `repr(value)` gives; null when it is not known. */
export function representation(value: Value): string | null {
  switch (value.kind) {
    case "string":
      return value.value === null ? null : quoted(value.value);
    case "number":
      return value.value === null ? null : value.isFloat ? floatText(value.value) : integerText(value.value);
    case "boolean":
      return value.value === null ? null : value.value ? "True" : "False";
    case "none":
      return "None";
    case "sequence": {
      if (!value.exact || value.type === "set" || value.elements.length > 100) return null;
      const parts = value.elements.map(representation);
      if (parts.includes(null)) return null;
      if (value.type === "list") return `[${parts.join(", ")}]`;
      return parts.length === 1 ? `(${parts.join("")},)` : `(${parts.join(", ")})`;
    }
    case "spark":
      return value.data?.kind === "type" ? typeText(value.data.dataType) : null;
    default:
      return null;
  }
}

function quoted(content: string): string | null {
  if (!/^[\x20-\x7e]*$/.test(content)) return null;
  const quote = content.includes("'") && !content.includes('"') ? '"' : "'";
  return quote + content.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`) + quote;
}

const integerText = (value: number): string | null => (Number.isSafeInteger(value) ? String(value) : null);

/** Python's shortest text of a float: like JavaScript's, but whole ones keep `.0` and exponents two digits. */
function floatText(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [digits = "", exponent = "0"] = value.toExponential().split("e");
    const power = Number(exponent);
    return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** What `format(value, specification)` gives; null when it is not known, or Python would refuse. */
export function formatted(value: Value, specification: string, conversion: string | null): string | null {
  // How members of enumerations of texts are formatted differs between versions of Python.
  if (value.kind === "string" && value.member && value.member.text !== value.value && conversion === null)
    return null;
  const content =
    conversion === "r" || conversion === "a"
      ? representation(value)
      : conversion === "s"
        ? textOfValue(value)
        : null;
  const subject: Value =
    conversion === null ? value : { kind: "string", value: content, constant: isOwnText(value) };
  if (specification === "") return textOfValue(subject);
  const parts = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/u.exec(
    specification,
  );
  if (!parts) return null;
  const [, fill, align, sign = "-", alternate, zero, width = "0", grouping, precision, type] = parts;
  if (alternate !== undefined || Number(width) > 500) return null;
  let body: string | null;
  let prefix = "";
  let isNumber = false;
  if (subject.kind === "string") {
    if (subject.value === null || (type !== undefined && type !== "s")) return null;
    body = precision === undefined ? subject.value : subject.value.slice(0, Number(precision));
  } else if (subject.kind === "number" && subject.value !== null) {
    isNumber = true;
    prefix = subject.value < 0 ? "-" : sign === "-" ? "" : sign;
    body = digitsOf(Math.abs(subject.value), subject.isFloat === true, type, precision);
    if (body !== null && grouping !== undefined) body = grouped(body, grouping);
  } else return null;
  if (body === null) return null;
  const missing = Number(width) - prefix.length - body.length;
  if (missing <= 0) return prefix + body;
  const padding = (fill ?? (zero === undefined ? " " : "0")).repeat(missing);
  switch (align ?? (zero !== undefined && isNumber ? "=" : isNumber ? ">" : "<")) {
    case "<":
      return prefix + body + padding;
    case "=":
      return prefix + padding + body;
    case "^":
      return (
        padding.slice(0, Math.floor(missing / 2)) + prefix + body + padding.slice(Math.floor(missing / 2))
      );
    default:
      return padding + prefix + body;
  }
}

function digitsOf(
  value: number,
  isFloat: boolean,
  type: string | undefined,
  precision: string | undefined,
): string | null {
  switch (type) {
    case undefined:
      return precision !== undefined ? null : isFloat ? floatText(value) : integerText(value);
    case "d":
      return isFloat ? null : integerText(value);
    case "x":
    case "X":
    case "o":
    case "b": {
      if (isFloat) return null;
      const digits = value.toString(type === "o" ? 8 : type === "b" ? 2 : 16);
      return type === "X" ? digits.toUpperCase() : digits;
    }
    case "f":
    case "F":
      return value < 1e15 ? fixed(value, precision) : null;
    case "%":
      return `${fixed(value * 100, precision)}%`;
    default:
      return null;
  }
}

/** As many digits behind the point; halves go to the even neighbour, as in Python. */
function fixed(value: number, precision: string | undefined): string {
  const digits = precision === undefined ? 6 : Math.min(Number(precision), 50);
  const scaled = value * 10 ** digits;
  const floor = Math.floor(scaled);
  return scaled - floor === 0.5 && floor % 2 === 0
    ? (floor / 10 ** digits).toFixed(digits)
    : value.toFixed(digits);
}

function grouped(digits: string, separator: string): string {
  const [whole = "", ...rest] = digits.split(".");
  return [whole.replace(/\B(?=(\d{3})+(?!\d))/g, separator), ...rest].join(".");
}
