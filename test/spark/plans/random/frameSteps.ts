import { aggregate, columnOf } from "./expressions.ts";
import { bigint, ddl, isNumber, namedColumns, string } from "./model.ts";
import { made, quoted, without, type StepMaker } from "./steps.ts";

/** Steps on two frames. */
export const combinations: readonly StepMaker[] = [
  function joinUsing(choices, [left, right], variable) {
    if (!left || !right || left.variable === right.variable) return null;
    const shared = namedColumns(left).filter(
      ({ name, kind }) =>
        kind.type !== "map" &&
        namedColumns(right).some((other) => other.name === name && ddl(other.kind) === ddl(kind)),
    );
    const keys = choices.some(shared, 1, 2);
    if (keys.length === 0) return null;
    const how = choices.pick(["inner", "left", "right", "outer", "left_semi", "left_anti", "full_outer"]);
    const gone = keys.map(({ name }) => name);
    const rest = [
      ...without(left.columns, gone),
      ...(/semi|anti/.test(how) ? [] : without(right.columns, gone)),
    ];
    const on = keys.length === 1 && choices.once(2) ? quoted(gone) : `[${quoted(gone)}]`;
    const type = how === "inner" && choices.once(2) ? "" : `, "${how}"`;
    return made(variable, [...keys, ...rest], `${left.variable}.join(${right.variable}, ${on}${type})`);
  },
  function joinOn(choices, [left, right], variable) {
    if (!left || !right || left.variable === right.variable) return null;
    const [one] = choices.some(
      namedColumns(left).filter(({ kind }) => kind.type === "atom"),
      1,
      1,
    );
    const other = one && namedColumns(right).find(({ kind }) => ddl(kind) === ddl(one.kind));
    if (!one || !other) return null;
    const how = choices.pick(["inner", "left", "right", "outer", "leftsemi", "left_anti", "cross"]);
    const [l, r] = [`${left.variable}["${one.name}"]`, `${right.variable}["${other.name}"]`];
    const condition = choices.pick([
      `${l} == ${r}`,
      `${l} == ${r}`,
      `${l} == ${r}`,
      `${l}.eqNullSafe(${r})`,
      `(${l} == ${r}) & ${l}.isNotNull()`,
      `(${l} == ${r}) & (${r} > ${l})`,
      `[${l} == ${r}, ${l} != ${r}]`,
      `${l} < ${r}`,
      `(${l} == ${r}) | ${r}.isNull()`,
    ]);
    const columns = /semi|anti/.test(how) ? left.columns : [...left.columns, ...right.columns];
    const joined = choices.pick([
      right.variable,
      right.variable,
      right.variable,
      `F.broadcast(${right.variable})`,
      `${right.variable}.hint("${choices.pick(["broadcast", "merge", "shuffle_hash", "shuffle_replicate_nl"])}")`,
    ]);
    return made(variable, columns, `${left.variable}.join(${joined}, ${condition}, "${how}")`);
  },
  function selfJoin(choices, [frame], variable) {
    const [key] = frame
      ? choices.some(
          namedColumns(frame).filter(({ kind }) => kind.type === "atom"),
          1,
          1,
        )
      : [];
    if (!frame || !key) return null;
    const on = `F.col("l.${key.name}") == F.col("r.${key.name}")`;
    return made(
      variable,
      [key, ...frame.columns],
      `${frame.variable}.alias("l").join(${frame.variable}.alias("r"), ${on}, "${choices.pick(["left", "inner"])}").select("l.${key.name}", "r.*")`,
    );
  },
  function crossJoin(_choices, [left, right], variable) {
    if (!left || !right || left.variable === right.variable) return null;
    return made(
      variable,
      [...left.columns, ...right.columns],
      `${left.variable}.crossJoin(${right.variable})`,
    );
  },
  function union(choices, [left, right], variable) {
    if (!left || !right) return null;
    const fits = left.columns.length === right.columns.length;
    if (!fits && !choices.once(15)) return null;
    return made(
      variable,
      left.columns,
      `${left.variable}.${choices.pick(["union", "unionAll", "intersect", "intersectAll", "subtract", "exceptAll"])}(${right.variable})`,
    );
  },
  function unionByName(choices, [left, right], variable) {
    if (!left || !right) return null;
    const missing = right.columns.filter(({ name }) => !left.columns.some((other) => other.name === name));
    const code = `${left.variable}.unionByName(${right.variable}, allowMissingColumns=True)`;
    if (choices.once(12))
      return made(variable, left.columns, `${left.variable}.unionByName(${right.variable})`);
    return made(variable, [...left.columns, ...missing], code);
  },
];

/** Steps that group. */
export const groupings: readonly StepMaker[] = [
  function groupAgg(choices, [frame], variable) {
    if (!frame) return null;
    const keys = choices.some(
      namedColumns(frame).filter(({ kind }) => kind.type !== "map"),
      0,
      2,
    );
    const aggregates = Array.from({ length: 1 + choices.below(3) }, (_, index) =>
      aggregate(choices, frame, `agg${index}`),
    );
    const method = choices.pick(["groupBy", "groupBy", "groupby", "rollup", "cube"]);
    const list = aggregates.map(({ code }) => code).join(", ");
    return made(
      variable,
      [...keys, ...aggregates.map(columnOf)],
      `${frame.variable}.${method}(${quoted(keys.map(({ name }) => name))}).agg(${list})`,
    );
  },
  function shortcut(choices, [frame], variable) {
    if (!frame) return null;
    const [key] = choices.some(
      namedColumns(frame).filter(({ kind }) => kind.type === "atom"),
      1,
      1,
    );
    const value = choices.pickMaybe(namedColumns(frame).filter(({ kind }) => isNumber(kind)));
    if (!key) return null;
    const counted = made(
      variable,
      [key, { name: "count", kind: bigint }],
      `${frame.variable}.groupBy("${key.name}").count()`,
    );
    if (!value) return counted;
    const unnamed = { name: null, kind: value.kind };
    return choices.pick([
      counted,
      made(variable, [key, unnamed], `${frame.variable}.groupBy("${key.name}").sum("${value.name}")`),
      made(
        variable,
        [key, unnamed],
        `${frame.variable}.groupBy("${key.name}").agg({"${value.name}": "max"})`,
      ),
      made(variable, [unnamed], `${frame.variable}.agg({"${value.name}": "avg"})`),
      made(
        variable,
        [key, { name: "one", kind: value.kind }, { name: "two", kind: value.kind }],
        `${frame.variable}.groupBy("${key.name}").pivot("${key.name}", ["one", "two"]).sum("${value.name}")`,
      ),
      made(
        variable,
        [unnamed],
        `${frame.variable}.groupBy(F.col("${key.name}").isNull()).min("${value.name}")`,
      ),
    ]);
  },
  function pivot(choices, [frame], variable) {
    const [key, by] = frame
      ? choices.some(
          namedColumns(frame).filter(({ kind }) => kind.type === "atom"),
          2,
          2,
        )
      : [];
    const value = frame && choices.pickMaybe(namedColumns(frame).filter(({ kind }) => isNumber(kind)));
    if (!frame || !key || !by || !value) return null;
    const values = isNumber(by.kind) ? "1, 2" : ddl(by.kind) === "boolean" ? "True, False" : '"a", "b"';
    const [aggregates, suffix] = choices.pick([
      [`F.sum("${value.name}")`, ""],
      [`F.sum("${value.name}").alias("s"), F.count("*").alias("n")`, "_s"],
      [`F.first("${value.name}"), F.max(F.col("${value.name}") + 1)`, "?"],
      [`F.collect_list("${value.name}").alias("all")`, ""],
    ] as const);
    const columns =
      isNumber(by.kind) && suffix === "" ? ["1", "2"].map((name) => ({ name, kind: value.kind })) : [];
    return made(
      variable,
      [key, ...columns],
      `${frame.variable}.groupBy("${key.name}").pivot("${by.name}", [${values}]).agg(${aggregates})`,
    );
  },
  function statistics(choices, [frame], variable) {
    const columns = frame
      ? choices.some(
          namedColumns(frame).filter(({ kind }) => kind.type === "atom"),
          2,
          2,
        )
      : [];
    const [one, two] = columns;
    if (!frame || !one || !two || !choices.once(3)) return null;
    return choices.pick([
      made(variable, [{ name: "summary", kind: string }], `${frame.variable}.summary("count", "max")`),
      made(variable, [{ name: "summary", kind: string }], `${frame.variable}.describe("${one.name}")`),
      made(variable, [], `${frame.variable}.freqItems(["${one.name}", "${two.name}"])`),
      made(variable, [], `${frame.variable}.stat.freqItems(["${one.name}"], 0.4)`),
    ]);
  },
  function describe(_choices, [frame], variable) {
    return frame ? made(variable, [{ name: "summary", kind: string }], `${frame.variable}.describe()`) : null;
  },
  function unpivot(choices, [frame], variable) {
    if (!frame) return null;
    const [id, ...values] = choices.some(
      namedColumns(frame).filter(({ kind }) => isNumber(kind)),
      2,
      3,
    );
    const [first] = values;
    if (!id || !first) return null;
    return made(
      variable,
      [id, { name: "var", kind: string }, { name: "val", kind: first.kind }],
      `${frame.variable}.unpivot("${id.name}", [${quoted(values.map(({ name }) => name))}], "var", "val")`,
    );
  },
];
