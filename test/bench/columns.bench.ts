import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { columnCompletion } from "../../server/src/features/columnCompletion.ts";
import { columnHover } from "../../server/src/features/columnHover.ts";
import { columnIndex } from "../../server/src/features/columnIndex.ts";
import { columnPlaces } from "../../server/src/features/columnNavigation.ts";
import { prepareColumnRename } from "../../server/src/features/columnRename.ts";
import { frameHover } from "../../server/src/features/frameHover.ts";
import { createEngine } from "../../server/src/host/engine.ts";
import { median, timed, type Bench } from "./measure.ts";
import { sparkProgram } from "./program.ts";

const schema =
  "amount double, country string, status string, created timestamp, customer_id bigint, age int, name string, kind string";
const placeText = (): string => "line";

/** What hovers, completions and renames of columns take in a long file whose frames have schemas. */
export const columns: Bench = {
  name: "columns",
  async run({ quick }) {
    const engine = await createEngine();
    const text = sparkProgram(4551).replaceAll(
      "spark.read.parquet(",
      `spark.read.schema("${schema}").parquet(`,
    );
    const analysis = analyze(engine, text, defaultOptions);
    const index = timed(() => columnIndex(analysis.facts));
    const places = [...text.matchAll(/F\.col\("(?=\w)|select\("|df = df\./g)]
      .map((match) => match.index + match[0].length)
      .filter((_, position) => position % (quick ? 60 : 12) === 0);
    const over = (run: (offset: number) => unknown): number =>
      median(places.map((offset) => timed(() => run(offset))));
    const edited = analyze(engine, text.replace("amount", "amounts"), defaultOptions, analysis);
    const reanalyze = (typed: string) => analyze(engine, typed, defaultOptions, analysis);
    return [
      { name: "index of all columns, first", value: index, unit: "ms" },
      { name: "index after an edit", value: timed(() => columnIndex(edited.facts)), unit: "ms" },
      {
        name: "hover of a column",
        value: over((at) => columnHover(analysis, at, placeText)),
        unit: "ms",
        goal: { most: 5 },
      },
      {
        name: "hover of a frame",
        value: over((at) => frameHover(analysis, at - 2, placeText)),
        unit: "ms",
        goal: { most: 5 },
      },
      {
        name: "completion of a column",
        value: over((at) => columnCompletion(engine.catalog, analysis, at, reanalyze)),
        unit: "ms",
        goal: { most: 5 },
      },
      { name: "places of a column", value: over((at) => columnPlaces(analysis.facts, at)), unit: "ms" },
      {
        name: "preparing a rename",
        value: over((at) => prepareColumnRename(analysis, at, placeText)),
        unit: "ms",
      },
    ];
  },
};
