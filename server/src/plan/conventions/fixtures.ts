import type { Expression, FunctionStatement, LambdaExpression, Parameter } from "../../syntax/ast.ts";
import { conftestLevels, takesConftests } from "./fileConventions.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import { readOutside, type ModuleExports, type ModuleResolver } from "../moduleExports.ts";
import { sequenceOf } from "../python/heap.ts";
import { exactElements } from "../python/iteration.ts";
import { resolvedModule } from "../python/imports.ts";
import { lookUp, lookUpModule } from "../python/scope.ts";
import { aside, callFunction, yields } from "../python/userFunctions.ts";
import { runImported } from "../spark/importedSession.ts";
import { spark } from "../spark/spark.ts";
import type { FunctionValue, Value } from "../value.ts";

/** What pytest gives a test or a fixture for a parameter: what the fixture of that name makes; null for none. */
export function fixtureValue(
  evaluation: Evaluation,
  node: FunctionStatement | LambdaExpression,
  { name }: Parameter,
): Value | null {
  if (node.kind !== "Function" || !takesFixtures(node)) return null;
  const fixture = fixtureNamed(evaluation, node, name.id);
  if (fixture) {
    const made = madeBy(evaluation, fixture);
    if (made) return made;
  }
  const type = sessionFixtures[name.id];
  if (type === undefined) return null;
  return spark(type, {
    level: "structural",
    site: siteOf(evaluation, name),
    because: `${name.id} is the fixture that tests are given`,
  });
}

/** The names under which projects, pytest-spark and chispa's guides hand the session to tests. */
const sessionFixtures: Readonly<Record<string, string>> = {
  spark: "SparkSession",
  spark_session: "SparkSession",
  sparkSession: "SparkSession",
  spark_context: "SparkContext",
  sc: "SparkContext",
};

const takesFixtures = (node: FunctionStatement): boolean =>
  node.name.id.startsWith("test") || node.decorators.some(isFixtureDecorator);

/** Whether a decorator makes a fixture of pytest's: `@pytest.fixture`, `@fixture(scope="session")`. */
export function isFixtureDecorator(decorator: Expression): boolean {
  const callee = decorator.kind === "Call" ? decorator.callee : decorator;
  return callee.kind === "Attribute" ? callee.name.id === "fixture" : nameIs(callee, "fixture");
}

const nameIs = (node: Expression, id: string): boolean => node.kind === "Name" && node.id === id;

/** The name under which a module holds and offers a fixture that its decorator names; Python cannot spell it. */
const scopeName = (name: string): string => `@fixture ${name}`;

/** The name that `@pytest.fixture(name="spark")` gives a fixture instead of its function's. */
function givenName({ decorators }: FunctionStatement): string | null {
  for (const decorator of decorators) {
    if (decorator.kind !== "Call" || !isFixtureDecorator(decorator)) continue;
    const given = decorator.args.find((each) => each.name?.id === "name")?.value;
    if (given?.kind === "String") return given.value;
  }
  return null;
}

/** The name under which a module holds and offers the fixtures that every test is given; Python cannot spell it. */
const autouseName = "@fixtures of every test";

/** Notes a fixture whose decorator names it, or gives it to every test. */
export function noteFixture(evaluation: Evaluation, node: FunctionStatement, fixture: FunctionValue): void {
  if (node.decorators.length === 0) return;
  const { names } = evaluation.module;
  const name = givenName(node);
  if (name !== null) names.set(scopeName(name), fixture);
  if (!node.decorators.some(isAutouse)) return;
  const others = fixturesIn(lookUpModule(evaluation, autouseName));
  names.set(autouseName, sequenceOf(evaluation, "tuple", [...others, fixture], true));
}

/** `@pytest.fixture(autouse=True)`. */
const isAutouse = (decorator: Expression): boolean =>
  decorator.kind === "Call" &&
  isFixtureDecorator(decorator) &&
  decorator.args.some(
    ({ name, value }) => name?.id === "autouse" && value.kind === "Constant" && value.value === "True",
  );

const fixturesIn = (value: Value | undefined): readonly FunctionValue[] =>
  value?.kind === "sequence" ? value.elements.filter((each) => each.kind === "function") : [];

/** Runs what pytest runs before a test of its own accord: the outermost conftest.py's fixtures first. */
export function runAutouseFixtures(evaluation: Evaluation, test: FunctionValue["node"]): void {
  if (test.kind !== "Function" || !test.name.id.startsWith("test")) return;
  for (const exports of conftests(evaluation).toReversed())
    for (const fixture of fixturesIn(readOutside(evaluation.module.outsideReads, exports, autouseName)))
      madeBy(evaluation, fixture);
  for (const fixture of fixturesIn(lookUpModule(evaluation, autouseName))) madeBy(evaluation, fixture);
}

/** Runs the top levels of the conftest.py files around a module, as pytest does before it reads the module itself. */
export function runConftests(evaluation: Evaluation, text: string, path: string | null): void {
  if (!takesConftests(text)) return;
  // A conftest.py finds those of the folders above.
  const first = path !== null && /(?:^|\/)conftest\.py$/.test(path) ? 2 : 1;
  for (const exports of conftests(evaluation, first).toReversed()) runImported(evaluation, exports);
}

/** The conftest.py files of the folders around a module, the nearest first. */
function conftests(evaluation: Evaluation, first = 1): readonly ModuleExports[] {
  if (evaluation.modules === null) return [];
  const levels = Array.from({ length: conftestLevels - first + 1 }, (_, index) => first + index);
  return levels.flatMap((level) => resolvedModule(evaluation, "conftest", level) ?? []);
}

/** The fixture of the module itself, else of the nearest conftest.py that has one. A fixture never asks for itself. */
function fixtureNamed(evaluation: Evaluation, asking: FunctionStatement, name: string): FunctionValue | null {
  const isFixture = (value: Value | undefined): value is FunctionValue =>
    value?.kind === "function" &&
    value.node.kind === "Function" &&
    value.node !== asking &&
    value.node.decorators.some(isFixtureDecorator);
  for (const own of [lookUp(evaluation, name), lookUpModule(evaluation, scopeName(name))])
    if (isFixture(own)) return own;
  for (const exports of conftests(evaluation))
    for (const key of [name, scopeName(name)]) {
      const found = readOutside(evaluation.module.outsideReads, exports, key);
      if (isFixture(found)) return found;
    }
  return null;
}

/** Whether a conftest.py above the module brings Spark to tests that do not name it themselves. */
export function givesSparkFixtures(modules: ModuleResolver | null): boolean {
  for (let level = 1; modules !== null && level <= conftestLevels; level += 1)
    for (const value of modules.resolve("conftest", level)?.names.values() ?? [])
      if ((value.kind === "api" || value.kind === "module") && /^(pyspark|delta)\b/.test(value.name))
        return true;
  return false;
}

/** What a fixture gives: what it returns, or what it yields. Its own facts are told where it stands. */
function madeBy(evaluation: Evaluation, fixture: FunctionValue): Value | null {
  const result = aside(evaluation, () => callFunction(evaluation, fixture, []));
  const value = yields(fixture.node) ? exactElements(evaluation, result)?.[0] : result;
  return value === undefined || value.kind === "unknown" ? null : value;
}
