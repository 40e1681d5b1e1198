import type { Span, Statement } from "./ast.ts";
import type { ConcreteTree } from "./concreteTree.ts";
import type { Insertion } from "./insertions.ts";
import { lowerBody } from "./lowerStatement.ts";
import type { Lowering } from "./lowering.ts";
import type { Budget, Module, Unit } from "./module.ts";
import { parseConcrete, type PythonParser } from "./parser.ts";
import { unitAt } from "./siteOffset.ts";
import { scanUnit, type UnitRange } from "./splitUnits.ts";

/** What parsing may reuse and how long it may take. */
export interface ParseOptions {
  /** An earlier version of the same document: units that the edit does not touch stay the same objects. */
  readonly previous?: Module;
  readonly budget?: Budget;
}

/**
 * Parses a document. Never throws: what is not Python is kept as error nodes and listed in `Unit.errors`. With a
 * previous version the result equals that of a fresh parse.
 */
export function parseModule(parser: PythonParser, text: string, options: ParseOptions = {}): Module {
  const { previous, budget } = options;
  const kept = previous === undefined ? noneKept : keptUnits(previous, text);
  const units: Unit[] = [...kept.head];
  const offsets: number[] = [...kept.headOffsets];
  let complete = true;
  const add = (range: UnitRange): void => {
    if (complete && budget?.expired() === true) complete = false;
    const unitText = ownText(text, range);
    const isRepaired = range.repairs.length > 0;
    const same = isRepaired ? null : kept.sameAt(range.start, unitText);
    const unit = same ?? (complete ? parseUnit(parser, unitText, range.repairs, budget) : null);
    if (unit === null) complete = false;
    const added = unit ?? unparsedUnit(unitText);
    origins.set(added, { reach: range.reach - range.start, isParsed: unit !== null, isRepaired });
    units.push(added);
    offsets.push(range.start);
  };
  let offset = kept.resumeAt;
  while (offset < text.length) {
    const tail = kept.tailAt(offset);
    if (tail !== null) {
      for (const unit of tail) {
        if (isParsed(unit)) {
          units.push(unit);
          offsets.push(offset);
        } else {
          add(scanUnit(text, offset));
        }
        offset += unit.text.length;
      }
      break;
    }
    const range = scanUnit(text, offset);
    add(range);
    offset = range.end;
  }
  return { text, units, offsets, complete };
}

interface Origin {
  /** How far behind the unit's start the text was read to find the unit's end. */
  readonly reach: number;
  readonly isParsed: boolean;
  /** It was parsed with brackets or quotes added, which depend on the text behind it. */
  readonly isRepaired: boolean;
}

/** How each unit came to be; not part of a unit, since it says nothing about its code. */
const origins = new WeakMap<Unit, Origin>();

function isParsed(unit: Unit): boolean {
  return origins.get(unit)?.isParsed === true;
}

interface KeptUnits {
  readonly head: readonly Unit[];
  readonly headOffsets: readonly number[];
  readonly resumeAt: number;
  /** The old units from the one that starts at this offset of the new text, when all behind it is unchanged. */
  readonly tailAt: (offset: number) => readonly Unit[] | null;
  /** The old unit in this place, if its text is the same: an edit in the next unit had to look at its end alone. */
  readonly sameAt: (offset: number, text: string) => Unit | null;
}

const noneKept: KeptUnits = {
  head: [],
  headOffsets: [],
  resumeAt: 0,
  tailAt: () => null,
  sameAt: () => null,
};

function keptUnits(previous: Module, text: string): KeptUnits {
  const old = previous.text;
  const prefix = commonPrefix(old, text);
  const suffix = commonSuffix(old, text, Math.min(old.length, text.length) - prefix);
  const shift = text.length - old.length;
  const { units, offsets } = previous;
  let count = 0;
  let resumeAt = 0;
  for (const unit of units) {
    const origin = origins.get(unit);
    if (origin?.isParsed !== true) break;
    const isSame = prefix === old.length && shift === 0;
    if (!isSame && resumeAt + origin.reach > prefix) break;
    resumeAt += unit.text.length;
    count++;
  }
  let next = count;
  return {
    head: units.slice(0, count),
    headOffsets: offsets.slice(0, count),
    resumeAt,
    tailAt: (offset) => {
      const oldOffset = offset - shift;
      if (oldOffset < old.length - suffix) return null;
      while (next < units.length && (offsets[next] ?? 0) < oldOffset) next++;
      return offsets[next] === oldOffset ? units.slice(next) : null;
    },
    sameAt(offset, unitText) {
      const place = unitAt(previous, offset);
      if (place?.offset !== offset || place.unit.text !== unitText) return null;
      const origin = origins.get(place.unit);
      return origin?.isParsed === true && !origin.isRepaired ? place.unit : null;
    },
  };
}

/** Length of the text that two texts begin with. */
export function commonPrefix(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at + block <= length && a.slice(at, at + block) === b.slice(at, at + block)) at += block;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

/** Length of the text that two texts end with, at most `limit`. */
export function commonSuffix(a: string, b: string, limit: number): number {
  let size = 0;
  while (
    size + block <= limit &&
    a.slice(a.length - size - block, a.length - size) === b.slice(b.length - size - block, b.length - size)
  ) {
    size += block;
  }
  while (size < limit && a.charCodeAt(a.length - size - 1) === b.charCodeAt(b.length - size - 1)) size++;
  return size;
}

/** Texts are compared in blocks, which the engine does faster than character by character. */
const block = 1024;

/** Null when the budget ended. */
function parseUnit(
  parser: PythonParser,
  text: string,
  repairs: readonly Insertion[],
  budget: Budget | undefined,
): Unit | null {
  const certain = repairs.filter((repair) => repair.certain);
  let used: readonly Insertion[] = certain;
  let tree = parseConcrete(parser, text, certain, budget);
  if (certain.length < repairs.length && (tree === null || tree.errors.length > 0)) {
    const repaired = parseConcrete(parser, text, repairs, budget);
    if (repaired !== null && (tree === null || brokenLength(repaired) <= brokenLength(tree))) {
      tree = repaired;
      used = repairs;
    }
  }
  if (tree === null) return budget?.expired() === true ? null : unreadableUnit(text);
  const lowering: Lowering = { text, depth: 0, errors: [...tree.errors, ...used.map(missingSpan)] };
  const body: readonly Statement[] = lowerBody(tree.root, lowering);
  lowering.errors.sort((a, b) => a.start - b.start || b.end - a.end);
  return { text, body, comments: tree.comments, errors: lowering.errors };
}

function missingSpan({ offset }: Insertion): Span {
  return { start: offset, end: offset };
}

function brokenLength(tree: ConcreteTree): number {
  return tree.errors.reduce((sum, { start, end }) => sum + end - start + 1, 0);
}

function unparsedUnit(text: string): Unit {
  return { text, body: [], comments: [], errors: [] };
}

/** A unit on which the parser gave up. */
function unreadableUnit(text: string): Unit {
  const span = { start: 0, end: text.length };
  return { text, body: [{ kind: "ErrorStatement", ...span, children: [] }], comments: [], errors: [span] };
}

/** A copy: a slice would keep the whole document of its version in memory as long as the unit lives. */
function ownText(text: string, { start, end }: UnitRange): string {
  return ` ${text.slice(start, end)}`.slice(1);
}
