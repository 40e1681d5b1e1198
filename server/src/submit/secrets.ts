import { redacted } from "../protocol/configuration.ts";
import type { SubmitFacts } from "./facts.ts";

/** Whether a configuration, an environment variable or an option of this name holds a secret. */
export type SecretName = (name: string) => boolean;

/** Spark's default redaction pattern (`spark.redaction.regex`, 3.5 and later) joined with the clouds' key names. */
export function createSecretName(facts: SubmitFacts): SecretName {
  const pattern = new RegExp(facts.redaction.map((row) => `(?:${row.pattern})`).join("|"), "i");
  return (name) => pattern.test(name);
}

/** A command line as it may be shown: values of secret names and passwords in addresses are replaced. */
export function redactArgv(argv: readonly string[], isSecret: SecretName): string[] {
  return argv.map((argument, index) => {
    const previous = argv[index - 1] ?? "";
    const isOption = /^--?[A-Za-z]/.test(argument);
    if (!isOption && /^--?[A-Za-z][^=]*$/.test(previous) && isSecret(optionName(previous))) return redacted;
    const [, name] = /^([\w.-]+)=/.exec(argument) ?? [];
    if (name !== undefined && isSecret(optionName(name))) return `${name}=${redacted}`;
    return redactText(argument, isSecret);
  });
}

/** A map of configurations or environment variables as it may be shown. */
export function redactMap(
  values: Readonly<Record<string, string>>,
  isSecret: SecretName,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      isSecret(name) ? redacted : redactText(value, isSecret),
    ]),
  );
}

/** Replaces `user:password@` of addresses, and `name=value` parts whose name is secret (`;token=…` of Spark Connect). */
export function redactText(text: string, isSecret: SecretName): string {
  return text
    .replaceAll(/(?<=\w:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g, redacted)
    .replaceAll(/([\w.-]+)=([^\s;&,]+)/g, (whole, name: string) =>
      isSecret(name) ? `${name}=${redacted}` : whole,
    );
}

function optionName(option: string): string {
  return option.replace(/^-+/, "").replaceAll("-", ".");
}
