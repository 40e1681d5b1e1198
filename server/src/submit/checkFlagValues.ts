import type { Submission } from "./checkSubmission.ts";
import type { SubmitProblem } from "./compose.ts";
import { rowOfVersion, type SubmitFacts, type SubmitFlag } from "./facts.ts";
import type { CountField, ListField, TextField } from "./profile.ts";

/** Whether each flag's value is one that Spark can read. */
export function checkFlagValues(facts: SubmitFacts, submission: Submission): SubmitProblem[] {
  return facts.options.flatMap((option) => {
    const messages = messagesOf(option, facts, submission);
    return messages.map(({ severity, message }) => ({ severity, message, field: option.field }));
  });
}

type Message = Pick<SubmitProblem, "severity" | "message">;

function messagesOf(option: SubmitFlag, facts: SubmitFacts, submission: Submission): Message[] {
  const { texts, counts, lists } = submission.profile;
  const text = texts[option.field as TextField];
  switch (option.value) {
    case "count":
      return checkCount(option, counts[option.field as CountField], submission);
    case "memory":
      return text === undefined ? [] : checkMemory(option.flag, text);
    case "coordinates":
      return (lists[option.field as ListField] ?? []).flatMap((item) =>
        checkCoordinate(item, facts, submission.sparkVersion),
      );
    case "paths":
    case "list":
      return (lists[option.field as ListField] ?? []).flatMap((item) => checkListItem(option, item));
    case "text":
    case "path":
    case "classPath":
      if (text === undefined) return [];
      if (text.trim() === "") return [error(`${option.flag} has no value.`)];
      return option.conf?.endsWith("extraJavaOptions") === true ? checkJavaOptions(text) : [];
    case "switch":
      return [];
  }
}

/** Spark wants at least 1; with dynamic allocation the count of executors is a start value and may be 0. */
function checkCount(
  { flag, field }: SubmitFlag,
  count: number | undefined,
  submission: Submission,
): Message[] {
  if (count === undefined) return [];
  const dynamic =
    field === "numExecutors" && submission.settings["spark.dynamicAllocation.enabled"] === "true";
  if (Number.isInteger(count) && count >= (dynamic ? 0 : 1) && count <= 2 ** 31 - 1) return [];
  return [error(`${flag} must be a whole number of at least 1; here it is ${count}.`)];
}

function checkMemory(flag: string, text: string): Message[] {
  const [, digits, unit] = /^(\d+)([a-z]*)$/i.exec(text.trim()) ?? [];
  if (digits === undefined || unit === undefined) {
    return [error(`${flag} is written as a whole number with a unit, such as 512m or 4g; "${text}" is not.`)];
  }
  if (Number(digits) === 0) return [error(`${flag} must be more than 0.`)];
  if (unit === "")
    return [{ severity: "info", message: `${flag} ${text} without a unit means ${text} MiB.` }];
  if (/^([kmgtp]b?|b)$/i.test(unit)) return [];
  return [error(`${flag} does not know the unit "${unit}". Use k, m, g or t.`)];
}

function checkCoordinate(item: string, facts: SubmitFacts, sparkVersion: string): Message[] {
  const parts = item.split(":");
  if (item.includes(",") || parts.length !== 3 || parts.some((part) => part.trim() === "")) {
    return [error(`A package is written group:artifact:version; "${item}" is not.`)];
  }
  const [, scala] = /_(\d+\.\d+)$/.exec(parts[1] ?? "") ?? [];
  const built = rowOfVersion(facts.scala, sparkVersion)?.suffixes ?? [];
  if (scala === undefined || built.includes(scala)) return [];
  return [
    {
      severity: "warning",
      message: `"${item}" is built for Scala ${scala}, but Spark ${sparkVersion} runs on Scala ${built.join(" or ")}.`,
    },
  ];
}

function checkListItem({ flag, field }: SubmitFlag, item: string): Message[] {
  if (item.trim() === "") return [error(`${flag} has an empty entry.`)];
  if (item.includes(","))
    return [error(`${flag} separates its entries by commas, so "${item}" would be torn apart.`)];
  if (field === "pyFiles" && !/\.(py|zip|egg)$/i.test(item)) {
    return [
      {
        severity: "warning",
        message: `Spark adds only .py, .zip and .egg files to Python's path; "${item}" is none.`,
      },
    ];
  }
  return [];
}

/** The launcher refuses to start when the heap's size is given here. */
function checkJavaOptions(text: string): Message[] {
  return /(^|\s)-Xmx/.test(text) ? [error('The heap\'s size is not set with -Xmx. Use "driverMemory".')] : [];
}

function error(message: string): Message {
  return { severity: "error", message };
}
