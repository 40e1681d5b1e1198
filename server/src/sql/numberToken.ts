/** A number at a place of a text: the grammar's name of the token, and where it ends. */
export interface NumberToken {
  readonly type: string;
  readonly end: number;
}

const wholeSuffixes: Readonly<Record<string, string>> = {
  L: "BIGINT_LITERAL",
  S: "SMALLINT_LITERAL",
  Y: "TINYINT_LITERAL",
};
const suffixes = { F: "FLOAT_LITERAL", D: "DOUBLE_LITERAL", BD: "BIGDECIMAL_LITERAL" };

/** The longest number from `at` on: 1, 1L, 1.5, .5e3, 2BD; null when there is none. */
export function numberEnd(text: string, at: number): NumberToken | null {
  const whole = digitsEnd(text, at);
  const hasPoint = text.charAt(whole) === ".";
  if (whole === at && !(hasPoint && digitsEnd(text, whole + 1) > whole + 1)) return null;
  const fractional = hasPoint ? longest(text, digitsEnd(text, whole + 1), "DECIMAL_VALUE") : null;
  // What follows a point must not run on into a name: in `t.1a` and `1.x` there is no decimal.
  if (fractional !== null && !/\w/.test(text.charAt(fractional.end))) return fractional;
  if (whole === at) return null;
  const integral = longest(text, whole, "INTEGER_VALUE");
  const suffixed = wholeSuffixes[text.charAt(whole).toUpperCase()];
  return suffixed !== undefined && integral.end <= whole + 1 ? { type: suffixed, end: whole + 1 } : integral;
}

/** With an exponent and a suffix, if they are there. */
function longest(text: string, end: number, plain: string): NumberToken {
  const exponent = exponentEnd(text, end);
  const tail = exponent ?? end;
  for (const [suffix, type] of Object.entries(suffixes))
    if (text.slice(tail, tail + suffix.length).toUpperCase() === suffix)
      return { type, end: tail + suffix.length };
  return exponent === null ? { type: plain, end } : { type: "EXPONENT_VALUE", end: exponent };
}

function exponentEnd(text: string, at: number): number | null {
  if (!/[eE]/.test(text.charAt(at))) return null;
  const sign = /[+-]/.test(text.charAt(at + 1)) ? 1 : 0;
  const start = at + 1 + sign;
  const end = digitsEnd(text, start);
  return end > start ? end : null;
}

function digitsEnd(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++;
  return end;
}
