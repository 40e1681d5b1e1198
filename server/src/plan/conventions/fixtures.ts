import type { Expression, FunctionStatement, LambdaExpression, Parameter } from "../../syntax/ast.ts";
import { conftestLevels } from "./fileConventions.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import { readOutside, type ModuleResolver } from "../moduleExports.ts";
import { exactElements } from "../python/iteration.ts";
import { resolvedModule } from "../python/imports.ts";
import { lookUp, lookUpModule } from "../python/scope.ts";
import { aside, callFunction, yields } from "../python/userFunctions.ts";
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

/** Notes a fixture whose decorator names it. */
export function noteFixture(evaluation: Evaluation, node: FunctionStatement, fixture: FunctionValue): void {
  const name = node.decorators.length > 0 ? givenName(node) : null;
  if (name !== null) evaluation.module.names.set(scopeName(name), fixture);
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
  for (let level = 1; evaluation.modules !== null && level <= conftestLevels; level += 1) {
    const exports = resolvedModule(evaluation, "conftest", level);
    if (exports === null) continue;
    for (const key of [name, scopeName(name)]) {
      const found = readOutside(evaluation.module.outsideReads, exports, key);
      if (isFixture(found)) return found;
    }
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
