import type { Expression, Span } from "../../syntax/ast.ts";
import type { Unit } from "../../syntax/module.ts";
import { put, type Doubled, type KeptText } from "../strings/textOrigin.ts";
import type { Value } from "../value.ts";
import { formatted } from "./text.ts";

/** A place of a template at which something else is put. */
export interface TemplateField extends Span {
  /** Undefined for a doubled mark, and where no value is given. */
  readonly value: Value | undefined;
  /** Which of the values given: its place, or its name. */
  readonly key: number | string | null;
  /** What stands there afterwards; null when it is not known. */
  readonly text: string | null;
  /** The value goes in as it is, without a width or a conversion. */
  readonly isPlain: boolean;
}

/** What `template % values` gives; null when it is not known. */
export function percentFormatted(template: string, values: Value): string | null {
  const tuple = values.kind === "sequence" && values.type === "tuple" ? values : null;
  if (tuple?.exact === false) return null;
  const fields = percentFields(template, values);
  const given = fields.filter(({ key }) => typeof key === "number").length;
  if (values.kind !== "dict" && given !== (tuple?.elements.length ?? 1)) return null;
  return filled(template, fields);
}

/** The fields of a template for `%`. */
export function percentFields(template: string, values: Value): readonly TemplateField[] {
  const list = values.kind === "sequence" && values.type === "tuple" ? values.elements : [values];
  let next = 0;
  return Array.from(
    template.matchAll(/%(?:\((\w+)\))?([-0+ ]*)(\d+)?(?:\.(\d+))?([sdifrxX%])/g),
    (match): TemplateField => {
      const [whole, name, flags = "", width = "", precision, type] = match;
      const span = { start: match.index, end: match.index + whole.length };
      if (type === "%") return { ...span, value: undefined, key: null, text: "%", isPlain: true };
      const key = name ?? next++;
      const value = typeof key === "number" ? list[key] : entryOf(values, key);
      const isNumber = type !== "s" && type !== "r";
      const align = flags.includes("-") ? "<" : isNumber ? "" : width === "" ? "" : ">";
      const zero = isNumber && flags.includes("0") && !flags.includes("-") ? "0" : "";
      const sign = isNumber && flags.includes("+") ? "+" : "";
      const digits = precision === undefined ? "" : `.${precision}`;
      const kind = type === "s" || type === "r" ? "s" : type === "i" ? "d" : type;
      const specification = `${align}${sign}${zero}${width}${digits}${kind}`;
      const text = value === undefined ? null : formatted(value, specification, isNumber ? null : type);
      return { ...span, value, key, text, isPlain: specification === "s" && type === "s" };
    },
  );
}

function entryOf(values: Value, name: string): Value | undefined {
  return values.kind === "dict"
    ? values.entries.findLast(({ key }) => key.kind === "string" && key.value === name)?.value
    : undefined;
}

/** The values given to `format`. */
export interface FormatValues {
  readonly positional: readonly Value[];
  readonly named: (name: string) => Value | undefined;
}

/** What `template.format(*positional, **named)` gives; null when it is not known. */
export const braceFormatted = (template: string, values: FormatValues): string | null =>
  filled(template, braceFields(template, values));

/** The fields of a template for `format`. */
export function braceFields(template: string, { positional, named }: FormatValues): readonly TemplateField[] {
  let next = 0;
  return Array.from(
    template.matchAll(/\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*))?\}|[{}]/g),
    (match): TemplateField => {
      const [whole, field, conversion = null, specification = ""] = match;
      const span = { start: match.index, end: match.index + whole.length };
      if (whole === "{{" || whole === "}}")
        return { ...span, value: undefined, key: null, text: whole.charAt(0), isPlain: true };
      const key =
        field === undefined ? null : field === "" ? next++ : /^\d+$/.test(field) ? Number(field) : field;
      const value = key === null ? undefined : typeof key === "number" ? positional[key] : named(key);
      const text = value === undefined ? null : formatted(value, specification, conversion);
      return { ...span, value, key, text, isPlain: specification === "" && (conversion ?? "s") === "s" };
    },
  );
}

function filled(template: string, fields: readonly TemplateField[]): string | null {
  let text = "";
  let end = 0;
  for (const field of fields) {
    if (field.text === null) return null;
    text += template.slice(end, field.start) + field.text;
    end = field.end;
  }
  return text + template.slice(end);
}

/** The pieces of a filled template: what stands between its fields, and what is put into them. */
export function filledPieces(
  template: string,
  fields: readonly TemplateField[],
  doubled: Doubled,
  unit: Unit,
  /** The expression that gives a field's value. */
  expressionOf: (key: TemplateField["key"]) => Expression,
): readonly KeptText[] {
  const pieces: KeptText[] = [];
  let end = 0;
  const keep = (until: number): void => {
    if (until > end) pieces.push({ start: end, end: until, doubled });
  };
  for (const { start, end: behind, value, key, text, isPlain } of fields) {
    keep(start);
    if (key === null && text !== null) pieces.push({ start, end: start + text.length, doubled });
    else {
      const expression = expressionOf(key);
      const site = { unit, start: expression.start, end: expression.end };
      pieces.push({ origin: put(site, expression, value ?? unknownValue, text, isPlain) });
    }
    end = behind;
  }
  keep(template.length);
  return pieces;
}

const unknownValue: Value = { kind: "unknown" };
