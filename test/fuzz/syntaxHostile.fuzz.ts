import assert from "node:assert/strict";
import { parseModule } from "../../server/src/syntax/parseModule.ts";
import { checkModule } from "../syntax/checkTree.ts";
import { loadParser } from "../syntax/loadParser.ts";
import type { Fuzz } from "./fuzzTarget.ts";
import { libraryTexts } from "./pythonFiles.ts";

/** Bytes, stray Unicode, nesting and size: nothing throws, nothing hangs, every range is true. */
export const name = "syntax-hostile";

/** Longer than any input may take, in milliseconds. */
const limit = 60_000;

export async function run({ hasTime, random, report }: Fuzz): Promise<void> {
  const parser = await loadParser();
  const below = (count: number): number => Math.floor(random() * count);
  const check = (what: string, text: string): void => {
    const start = performance.now();
    try {
      checkModule(parseModule(parser, text));
    } catch (error) {
      const shown = JSON.stringify(text.slice(0, 2000));
      throw new Error(`${what}: ${shown}`, { cause: error });
    }
    const time = performance.now() - start;
    assert.ok(time < limit, `${what} took ${Math.round(time)} ms`);
    report(what, 1);
  };
  const library = libraryTexts();
  const repeated = (unit: string, size: number): string => unit.repeat(Math.ceil(size / unit.length));
  check("large files", repeated(library.join("\n"), 5_000_000));
  while (hasTime()) {
    const length = below(400);
    check("random bytes", String.fromCharCode(...Array.from({ length }, () => below(256))));
    check("random code units", String.fromCharCode(...Array.from({ length }, () => below(65_536))));
    check("random ASCII", String.fromCharCode(...Array.from({ length }, () => 9 + below(118))));
    const opener = "([{"[below(3)] ?? "(";
    check(
      "nestings",
      `x = ${repeated(opener, below(10_000) + 1)}${repeated(")]}"[below(3)] ?? ")", below(10_000) + 1)}\ny`,
    );
    const text = library[below(library.length)] ?? "";
    const from = below(text.length);
    const part = text.slice(from, from + 2000);
    check("texts with CRLF", part.replaceAll("\n", "\r\n"));
    check("texts with CR", part.replaceAll("\n", "\r"));
    check("texts with tabs", part.replaceAll("    ", "\t"));
    check("texts with a BOM", `\ufeff${part}`);
    const stray = ["\0", "\ud83d", "\ude00", "😀", "\u2028", "\v", "\f", "\u200b", "\\"][below(9)] ?? "";
    const at = below(part.length);
    check("texts with a stray character", part.slice(0, at) + stray + part.slice(at));
  }
}
