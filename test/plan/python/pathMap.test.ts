import assert from "node:assert/strict";
import fc from "fast-check";
import { PathMap } from "../../../server/src/plan/python/pathMap.ts";

interface Path {
  readonly map: PathMap<string, number>;
  /** What it is to hold: each fork has a copy of its own. */
  readonly copy: Map<string, number>;
}

const names = Array.from({ length: 16 }, (_, at) => `name${at}`);
const key = fc.constantFrom(...names);
/** A path (of those made so far) goes on from itself with some names bound, or from where two have met. */
const step = fc.oneof(
  fc.record({ from: fc.nat(), bound: fc.array(fc.tuple(key, fc.nat(9)), { maxLength: 12 }) }),
  fc.record({ from: fc.nat(), other: fc.nat() }),
);

describe("maps that paths share", () => {
  it("hold what copies would hold, in the same order", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const start: Path = { map: new PathMap(), copy: new Map() };
        const paths: Path[] = [start];
        for (const each of steps) {
          const from = paths[each.from % paths.length] ?? start;
          if ("bound" in each) {
            const next: Path = { map: from.map.fork(), copy: new Map(from.copy) };
            for (const [name, value] of each.bound) {
              next.map.set(name, value);
              next.copy.set(name, value);
            }
            paths.push(next);
          } else paths.push(met(from, paths[each.other % paths.length] ?? start));
        }
        for (const { map, copy } of paths) {
          assert.deepEqual([...map], [...copy]);
          assert.equal(map.isEmpty, copy.size === 0);
          for (const name of names) assert.equal(map.get(name), copy.get(name));
        }
      }),
      { numRuns: 300 },
    );
  });

  it("look where paths meet only at what was bound since they parted", () => {
    const many = (prefix: string) =>
      Array.from({ length: 1000 }, (_, at): [string, number] => [`${prefix}${at}`, at]);
    const before = PathMap.of(many("name")).fork();
    for (const [name, at] of many("other")) before.set(name, at);
    const [one, other] = [before.fork(), before.fork()];
    one.set("name1", -1);
    other.set("new", 1);
    assert.deepEqual([...PathMap.meeting([one, other]).keys], ["name1", "new"]);
  });

  it("stay flat however often a path goes on", () => {
    let map = new PathMap<number, number>();
    const start = process.cpuUsage().user;
    for (let at = 0; at < 20_000; at += 1) {
      map.set(at, at);
      map = map.fork();
    }
    for (let at = 0; at < 20_000; at += 1) assert.equal(map.get(at), at);
    assert.ok(process.cpuUsage().user - start < 5_000_000);
  });
});

/** Goes on from two paths: the greater of two values, and what only one has. */
function met(left: Path, right: Path): Path {
  const { common: map, keys } = PathMap.meeting([left.map, right.map]);
  for (const name of keys) map.set(name, Math.max(left.map.get(name) ?? 0, right.map.get(name) ?? 0));
  const copy = new Map(left.copy);
  for (const [name, value] of right.copy) copy.set(name, Math.max(left.copy.get(name) ?? 0, value));
  return { map, copy };
}
