/**
 * What the rules find in code that nobody wrote for us: `npm run findings [-- --library --errors --sample N --seed N
 * --rule ID --profile NAME]`. Counts for PySpark's own programs; with `--library` for Python's standard library too;
 * with `--errors` Spark is asked about the programs with findings of severity error; with `--sample` as many findings
 * are printed with their code, to be read by a person.
 */
import { createHash } from "node:crypto";
import { parseArgs } from "node:util";
import { createEngine } from "../../../server/src/host/engine.ts";
import { readCorpora } from "../plans/corpus.ts";
import { openTruth } from "../plans/truth.ts";
import {
  falseErrors,
  findingsIn,
  findingsInFiles,
  standardLibrary,
  type CorpusFinding,
  type CorpusFindings,
} from "./corpusFindings.ts";

const { values } = parseArgs({
  options: {
    sample: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    rule: { type: "string", default: "" },
    profile: { type: "string", default: "recommended" },
    library: { type: "boolean", default: false },
    errors: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const engine = await createEngine();
  const profile =
    values.profile === "strict" || values.profile === "relaxed" ? values.profile : "recommended";
  if (values.library) {
    const started = performance.now();
    print("Python's standard library", findingsInFiles(engine, await standardLibrary(true)));
    console.log(`  in ${Math.round(performance.now() - started)} ms`);
  }
  const corpora = await readCorpora();
  const sparkVersion = corpora.version.split(".").slice(0, 2).join(".");
  const all: CorpusFinding[] = [];
  for (const corpus of ["examples", "docstrings"] as const) {
    const found = findingsIn(engine, corpora[corpus], sparkVersion, profile);
    print(`PySpark's ${corpus}`, found);
    all.push(...found.findings);
    if (!values.errors) continue;
    const truth = await openTruth({ ...corpora, corpus });
    const wrong = await falseErrors(found, corpora[corpus], truth);
    await truth.stop();
    console.log(`  errors where Spark raises none: ${wrong.length}`);
    for (const each of wrong) console.log(text(each));
  }
  const wanted = all.filter(({ finding }) => values.rule === "" || finding.rule === values.rule);
  for (const each of sampleOf(wanted, Number(values.sample), Number(values.seed))) console.log(text(each));
}

function print(title: string, { programs, lines, findings }: CorpusFindings): void {
  const share = ((100 * findings.length) / lines).toFixed(2);
  console.log(
    `${title}: ${programs} programs, ${lines} lines of code, ${findings.length} findings (${share} per 100)`,
  );
  const counts = new Map<string, number>();
  for (const { finding } of findings) counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + 1);
  for (const [rule, count] of [...counts].sort((left, right) => right[1] - left[1]))
    console.log(`  ${String(count).padStart(5)} ${rule}`);
}

/** As many as wanted, by chance of that seed, and the same ones for as long as they are found. */
function sampleOf(all: readonly CorpusFinding[], count: number, seed: number): readonly CorpusFinding[] {
  const ranked = all.map((each) => {
    const name = `${seed} ${each.program} ${each.code} ${each.finding.rule}`;
    return { each, rank: createHash("sha256").update(name).digest("hex") };
  });
  return ranked
    .sort((left, right) => (left.rank < right.rank ? -1 : 1))
    .slice(0, count)
    .map(({ each }) => each);
}

const text = ({ program, first, finding, code }: CorpusFinding): string =>
  `\n${program}:${first} ${finding.severity} ${finding.rule}\n${finding.message}\n${code}`;

await main();
