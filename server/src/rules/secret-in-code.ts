import { memberName } from "../catalog/memberName.ts";
import { callEvidence } from "../plan/evidence.ts";
import type { BoundArgument, CallFact, ConfigFact } from "../plan/facts.ts";
import { optionCalls } from "../plan/spark/sourceOptions.ts";
import type { Value } from "../plan/value.ts";
import type { Site } from "../syntax/module.ts";
import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** A password, key or token that stands in the code. The message never shows it. */
export const secretInCode = defineRule({
  id: "secret-in-code",
  summary: "Password, key or token written into the code",
  category: "reading-writing",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  hidesCode: true,
  calls: {
    names: [
      ...optionCalls,
      "DataFrameWriterV2.option",
      "DataFrameWriterV2.options",
      ...["load", "csv", "json", "orc", "parquet", "text", "jdbc"].map(
        (method) => `DataFrameReader.${method}`,
      ),
      "RuntimeConfig.set",
      "Builder.config",
      "SparkConf.set",
      ...["save", "csv", "json", "orc", "parquet", "text", "jdbc"].map(
        (method) => `DataFrameWriter.${method}`,
      ),
    ],
    check(call, { report }) {
      for (const { site, what } of secretsIn(call))
        report({ site, message: messageFor(what), evidence: callEvidence(call) });
    },
  },
  configs(fact, { report }) {
    const what = secretOfConfig(fact);
    if (what !== null) report({ site: fact.keySite, message: messageFor(what), evidence: fact.evidence });
  },
});

const messageFor = (what: string): string =>
  `${what} stands in the code, for everybody who reads the repository. Take it from the environment or a secret store, and change it.`;

interface Secret {
  readonly site: Site;
  /** Begins the message; never the value. */
  readonly what: string;
}

/** Keys whose values are secret: as Spark's own redaction has them (`spark.redaction.regex`), and those of clouds. */
const secretKey =
  /secret|password|passwd|passphrase|token|access[._-]?key|account[._]key|api[._-]?key|private[._-]?key|sas[._]fixed/i;

/** Keys that only speak of secrets: where they are kept, which class fetches them, how long they hold. */
const aboutSecrets =
  /provider|endpoint|class$|type$|\bfile\b|filename|path|location|scope|enabled|expir|timeout|interval|renew|max|min|column|field|name$|id$|url$|uri$|algorithm|separator|auth$/i;

/** Values that stand for a secret, and are none. */
const placeholder =
  /^\s*$|^[\W_]*$|\$\{|\{\{|^<.*>$|^%\(|^(pass|password|pwd|secret|token|key|x+|\*+|changeme|change-me|redacted|dummy|test|example|none|null|true|false|todo)$|^(your|my)[\s_-]|[\\/]run[\\/]secrets|^(env|secret|vault|sm|ssm|keyvault|arn|projects\/):?/i;

const isSecretKey = (key: string): boolean => secretKey.test(key) && !aboutSecrets.test(key);

const literalOf = (value: Value): string | null =>
  value.kind === "string" && value.constant ? value.value : null;

const isSecret = (text: string | null): text is string => text !== null && !placeholder.test(text);

function secretsIn(call: CallFact): readonly Secret[] {
  const method = memberName(call.name);
  // A key that is one literal makes a fact of its own.
  if (/^(RuntimeConfig|Builder|SparkConf)\./.test(call.name) && isLiteral(call.args[0])) return [];
  if (/^(option|set|config)$/.test(method)) {
    const [key, value] = ["key", "value"].map(
      (name, index) => call.args.find((each) => each.name === name) ?? call.args[index],
    );
    const name = key ? literalOf(key.value) : null;
    return name !== null && key && value ? secretOf(call, name, value, key) : [];
  }
  return call.args.flatMap((given): readonly Secret[] => {
    if (given.value.kind === "dict")
      return given.value.entries.flatMap(({ key, value }) => {
        const name = literalOf(key);
        const text = literalOf(value);
        const site = key.kind === "string" ? key.site : undefined;
        return name !== null && isSecretKey(name) && isSecret(text)
          ? [{ site: site ?? siteIn(call.unit, given.node), what: `The value of \`${name}\`` }]
          : [];
      });
    if (given.name === null) {
      const what = secretByItself(literalOf(given.value));
      return what === null ? [] : [{ site: siteIn(call.unit, given.node), what }];
    }
    return secretOf(call, given.name, given, given);
  });
}

const isLiteral = (given: BoundArgument | undefined): boolean =>
  given === undefined || (given.value.kind === "string" && given.value.site !== undefined);

function secretOf(
  call: CallFact,
  key: string,
  given: BoundArgument,
  place: BoundArgument,
): readonly Secret[] {
  const text = literalOf(given.value);
  if (isSecretKey(key) && isSecret(text))
    return [{ site: siteIn(call.unit, place.node), what: `The value of \`${key}\`` }];
  const what = secretByItself(text);
  return what === null ? [] : [{ site: siteIn(call.unit, place.node), what }];
}

/** Tokens that tell by their form what they are: of Databricks and of GitHub. */
const token = /^(Bearer\s+)?(dapi[0-9a-f]{32}(-\d)?|gh[pousr]_\w{36,})$/;

/** What is secret in a value by itself: a token, and in an address a password or a signature. */
function secretByItself(text: string | null): string | null {
  if (text !== null && token.test(text)) return "A token";
  if (text === null || !/[:?;]/.test(text)) return null;
  const parameter = /[?&;](password|pwd|accesskey|secretkey|token|pass)=([^&;]*)/i.exec(text)?.[2];
  if (parameter !== undefined && isSecret(parameter)) return "A password in an address";
  const user = /^[\w+.:-]+:\/\/[^/@\s:]+:([^/@\s]+)@/.exec(text)?.[1];
  if (user !== undefined && isSecret(user)) return "A password in an address";
  return /[?&]sig=[\w%+/=]{20,}/.test(text) ? "The signature in an address" : null;
}

function secretOfConfig({ key, value, where }: ConfigFact): string | null {
  if (where === "read" || value === null) return null;
  if (isSecretKey(key) && isSecret(value)) return `The value of \`${shown(key)}\``;
  return secretByItself(value);
}

/** Keys may name accounts, but hold no secret themselves. */
const shown = (key: string): string => (key.length <= 60 ? key : `${key.slice(0, 57)}…`);
