/**
 * The parts of a name such as "a.`b.c`.d", as UnresolvedAttribute.parseAttributeName reads them (Spark 3.3 to 4.3);
 * null for what it refuses.
 */
export function nameParts(name: string): readonly string[] | null {
  if (!/[.`]/.test(name)) return [name];
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = /`((?:[^`]|``)*)`/y;
    quoted.lastIndex = at;
    const match = quoted.exec(name);
    if (match) {
      parts.push((match[1] ?? "").replaceAll("``", "`"));
      at = quoted.lastIndex;
    } else {
      const end = name.indexOf(".", at);
      const part = name.slice(at, end < 0 ? name.length : end);
      if (part === "" || part.includes("`")) return null;
      parts.push(part);
      at += part.length;
    }
    if (at >= name.length) return parts;
    if (name[at] !== "." || at === name.length - 1) return null;
    at += 1;
  }
}

/** A name as Spark's messages write it: "`a`.`b`". */
export const quotedName = (parts: readonly string[]): string =>
  parts.map((part) => `\`${part.replaceAll("`", "``")}\``).join(".");

/** A name that reads back as these parts, quoted only where it has to be. */
export const writtenName = (parts: readonly string[]): string =>
  parts.every((part) => part !== "" && !/[.`*]/.test(part)) ? parts.join(".") : quotedName(parts);
