const controls: Readonly<Record<string, string>> = {
  "0": "\0",
  b: "\b",
  n: "\n",
  r: "\r",
  t: "\t",
  Z: "\x1a",
  // Kept with their backslash, for LIKE.
  "%": "\\%",
  _: "\\_",
};

/**
 * What a string literal of SQL stands for, from its text with quotes: escapes as Spark reads them (`\n`, `\u0041`,
 * `\101`), none in raw ones (`r'…'`). `doubled` says whether two quotes inside stand for one, as they do since 4.1.
 */
export function literalText(source: string, doubled: boolean): string {
  if (/^r/i.test(source)) return source.slice(2, -1);
  const quote = source.charAt(0);
  const inner = source.slice(1, -1);
  const single = doubled ? inner.replaceAll(quote + quote, quote) : inner;
  if (!single.includes("\\")) return single;
  return single.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-1][0-7]{2})|([^]))/g,
    (_, short?: string, long?: string, octal?: string, plain?: string) => {
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
      const code = short ?? long;
      if (code === undefined) return controls[plain ?? ""] ?? plain ?? "";
      const point = parseInt(code, 16);
      return point > 0x10ffff ? "\ufffd" : String.fromCodePoint(point);
    },
  );
}
