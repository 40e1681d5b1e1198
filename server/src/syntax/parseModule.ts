import type { Span, Statement } from "./ast.ts";
import type { ConcreteTree } from "./concreteTree.ts";
import type { Insertion } from "./insertions.ts";
import { lowerBody } from "./lowerStatement.ts";
import type { Lowering } from "./lowering.ts";
import { parsingShare, type Budget, type Module, type Unit } from "./module.ts";
import { parseConcrete, type PythonParser } from "./parser.ts";
import { scanUnit, type UnitRange } from "./splitUnits.ts";
import { sideTable } from "./sideTable.ts";

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
  const units: Unit[] = [...kept.head.units];
  const offsets: number[] = [...kept.head.offsets];
  const reaches: number[] = [...kept.head.reaches];
  let complete = true;
  const add = (range: UnitRange): void => {
    if (complete && budget?.expired(parsingShare) === true) complete = false;
    const unitText = ownText(text, range);
    const isRepaired = range.repairs.length > 0;
    const same = isRepaired ? null : kept.same(unitText);
    const unit = same ?? (complete ? parseUnit(parser, unitText, range.repairs, budget) : null);
    if (unit === null) complete = false;
    const added = unit ?? unparsedUnit(unitText);
    if (unit === null) unparsed.add(added);
    if (isRepaired) repaired.add(added);
    units.push(added);
    offsets.push(range.start);
    reaches.push(range.reach - range.start);
  };
  let offset = kept.head.end;
  while (offset < text.length) {
    const tail = kept.tailAt(offset);
    if (tail === null) {
      const range = scanUnit(text, offset);
      add(range);
      offset = range.end;
      continue;
    }
    for (const { unit, reach } of tail) {
      if (unparsed.has(unit)) {
        add(scanUnit(text, offset));
      } else {
        units.push(unit);
        offsets.push(offset);
        reaches.push(reach);
      }
      offset += unit.text.length;
    }
  }
  const module: Module = { text, units, offsets, complete };
  reachesOf.set(module, reaches);
  return module;
}

/**
 * How far behind each unit's start the text was read to find that unit's end. Kept for a module, not for a unit: a unit
 * stays the same when only the text behind it changes.
 */
const reachesOf = sideTable<Module, readonly number[]>();

/** Units that the budget left without a tree. */
const unparsed = new WeakSet<Unit>();

/** Units parsed with insertions, which may depend on the text behind the unit. */
const repaired = new WeakSet<Unit>();

interface KeptUnits {
  /** The units before the edit, up to the offset `end`. */
  readonly head: Pick<Module, "units" | "offsets"> & {
    readonly reaches: readonly number[];
    readonly end: number;
  };
  /** The old units from the one that starts at this offset of the new text, when all behind it is unchanged. */
  readonly tailAt: (offset: number) => readonly { readonly unit: Unit; readonly reach: number }[] | null;
  /** An old unit of this text from between the first edit and the last, each given once. */
  readonly same: (text: string) => Unit | null;
}

const noneKept: KeptUnits = {
  head: { units: [], offsets: [], reaches: [], end: 0 },
  tailAt: () => null,
  same: () => null,
};

function keptUnits(previous: Module, text: string): KeptUnits {
  const { text: old, units, offsets } = previous;
  const reaches = reachesOf.get(previous);
  if (reaches === undefined) return noneKept;
  const prefix = commonPrefix(old, text);
  const suffix = commonSuffix(old, text);
  const shift = text.length - old.length;
  const isSame = prefix === old.length && shift === 0;
  let between: Map<string, Unit[]> | undefined;
  /** The first old unit that no place of the new version took yet. */
  let next = 0;
  let end = 0;
  for (const unit of units) {
    const reach = end + (reaches[next] ?? Infinity);
    if (unparsed.has(unit) || (reach > prefix && !isSame)) break;
    end += unit.text.length;
    next++;
  }
  const afterHead = next;
  return {
    head: {
      units: units.slice(0, next),
      offsets: offsets.slice(0, next),
      reaches: reaches.slice(0, next),
      end,
    },
    tailAt: (offset) => {
      const oldOffset = offset - shift;
      if (oldOffset < old.length - suffix) return null;
      while (next < units.length && (offsets[next] ?? 0) < oldOffset) next++;
      if (offsets[next] !== oldOffset) return null;
      return units.slice(next).map((unit, index) => ({ unit, reach: reaches[next + index] ?? Infinity }));
    },
    same: (unitText) => {
      between ??= unitsByText(
        units.filter((_, index) => index >= afterHead && (offsets[index] ?? 0) < old.length - suffix),
      );
      return between.get(unitText)?.pop() ?? null;
    },
  };
}

/** Units by their text; of those of one text the first comes last. */
function unitsByText(units: readonly Unit[]): Map<string, Unit[]> {
  const byText = new Map<string, Unit[]>();
  for (const unit of units.toReversed()) {
    if (unparsed.has(unit) || repaired.has(unit)) continue;
    const list = byText.get(unit.text);
    if (list) list.push(unit);
    else byText.set(unit.text, [unit]);
  }
  return byText;
}

/** Length of the text that two texts begin with. */
function commonPrefix(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at + block <= length && a.slice(at, at + block) === b.slice(at, at + block)) at += block;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

/** Length of the text that two texts end with. */
function commonSuffix(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
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
  if (tree === null) return budget?.expired(parsingShare) === true ? null : unreadableUnit(text);
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
