import type { Analysis } from "../analysis/analyze.ts";
import type { ApiCatalog, ApiSignature } from "../catalog/apiCatalog.ts";
import { writeParameters } from "../catalog/apiSignature.ts";
import type { Operation } from "../catalog/operations.ts";
import { nearestKnownVersion } from "../catalog/sparkVersion.ts";
import { apiPage } from "./apiPage.ts";
import { apiNameAt } from "./apiPlace.ts";
import type { HoverText } from "./hoverText.ts";

/** On the name of a method, function, class or property of PySpark: how it is called and what to know of it. */
export function apiHover(api: ApiCatalog, analysis: Analysis, offset: number): HoverText | null {
  const place = apiNameAt(api, analysis, offset);
  if (place === null) return null;
  const { start, end, signature } = place;
  return { start, end, markdown: describeApi(api, signature, analysis.options.sparkVersion) };
}

/** Markdown: the signature, our summary, what it does to a plan, its state in this version, the documentation. */
export function describeApi(api: ApiCatalog, signature: ApiSignature, version: string): string {
  const page = apiPage(signature, version);
  const facts = [
    ...statusOf(signature, version),
    operationText(api, signature),
    signature.inConnect === false ? "Not in Spark Connect." : null,
    aliasText(api, signature),
    signature.since === null ? null : `Since Spark ${signature.since}`,
  ].filter((line) => line !== null);
  return [
    `\`\`\`python\n${signatureText(signature)}\n\`\`\``,
    summaryOf(api, signature),
    facts.join("  \n"),
    page === null ? null : `[PySpark ${nearestKnownVersion(version)} documentation](${page})`,
  ]
    .filter((part) => part !== null && part !== "")
    .join("\n\n");
}

/** Our sentence on it, or on what it is an alias of. */
export function summaryOf(api: ApiCatalog, { name, aliasOf }: ApiSignature): string | null {
  const own = api.summary(name);
  if (own !== null || aliasOf === null) return own;
  return api.summary(`${name.slice(0, name.lastIndexOf("."))}.${aliasOf}`);
}

const widest = 88;

/** The code of a hover: one line when it fits, else packed lines; very long ones without annotations. */
function signatureText({ name, kind, form }: ApiSignature): string {
  const result = form.returns === null || kind === "constructor" ? "" : ` -> ${form.returns}`;
  if (kind === "property" || kind === "attribute" || kind === "param")
    return `${name}${form.returns === null ? "" : `: ${form.returns}`}`;
  let parts = writeParameters(form.parameters);
  const line = `${name}(${parts.join(", ")})${result}`;
  if (line.length <= widest) return line;
  if (line.length > 600)
    parts = writeParameters(form.parameters.map((each) => ({ ...each, annotation: null })));
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last === undefined || last.length + part.length + 2 > widest) lines.push(`    ${part},`);
    else lines[lines.length - 1] = `${last} ${part},`;
  }
  return [`${name}(`, ...lines, `)${result}`].join("\n");
}

function statusOf(
  { availability, from, until, deprecated }: ApiSignature,
  version: string,
): readonly string[] {
  const line = nearestKnownVersion(version);
  if (availability === "future")
    return [`**Not in Spark ${line} yet**, only from ${from ?? "a later release"}.`];
  if (availability === "gone") return [`**Gone after Spark ${until ?? "an earlier release"}.**`];
  if (deprecated === null) return [];
  const when = deprecated.since === "yes" ? "" : ` since Spark ${deprecated.since}`;
  const instead = deprecated.instead === null ? "" : ` Use \`${deprecated.instead}\` instead.`;
  return [`**Deprecated${when}.**${instead}`];
}

function aliasText(api: ApiCatalog, { name, aliasOf }: ApiSignature): string | null {
  if (aliasOf !== null) return `Same as \`${aliasOf}\``;
  const dot = name.lastIndexOf(".");
  const others = api.aliases(name.slice(0, dot), name.slice(dot + 1));
  return others.length === 0 ? null : `Also called ${others.map((each) => `\`${each}\``).join(", ")}`;
}

function operationText(api: ApiCatalog, { name, kind }: ApiSignature): string | null {
  if (kind === "function") {
    if (api.isAggregate(name)) return "Aggregate: one value of many rows";
    return api.isGenerator(name) ? "Generator: several rows of one" : null;
  }
  const operation = api.operationNamed(name);
  return operation === null ? null : describeOperation(operation);
}

const effects: Readonly<Record<NonNullable<Operation["effect"]>, string>> = {
  action: "Action: runs a job",
  write: "Action: runs a job that writes",
  start: "Starts a streaming query",
  cache: "Marks the rows to be kept; the next action keeps them",
  unpersist: "Lets go of kept rows",
  checkpoint: "Cuts the plan off its inputs",
  view: "Names the plan in the catalog; runs nothing",
  conf: "Changes a configuration of the session",
  catalog: "Changes the catalog: tables, databases or functions",
  session: "Changes the session",
  stop: "Stops it",
  wait: "Waits for streaming queries",
};

function describeOperation(operation: Operation): string | null {
  const { effect, operator, wide, limited, eager } = operation;
  const job = eager === undefined ? "" : `; ${jobs[eager]}`;
  if (effect !== undefined) return `${effects[effect]}${limited === true ? " over few partitions" : ""}`;
  if (operator === undefined && wide === undefined)
    return eager === undefined ? null : `Transformation${job}`;
  return wide === true
    ? `Transformation, wide: brings rows of several partitions together${job}`
    : `Transformation, narrow${job}`;
}

const jobs: Readonly<Record<NonNullable<Operation["eager"]>, string>> = {
  always: "runs a job at once to look at the data",
  withoutSchema: "without a schema it runs a job at once to find one",
  withoutValues: "without a list of values it runs a job at once to find them",
};
