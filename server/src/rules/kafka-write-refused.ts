import type { DataType, Field } from "../catalog/dataType.ts";
import type { CallFact } from "../plan/facts.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import type { Attribute } from "../plan/schema/schema.ts";
import { givenOptions } from "./givenOptions.ts";
import { defineRule } from "./rule.ts";
import { saveMode } from "./writerCalls.ts";

/** A write to Kafka whose columns or options the sink refuses (KafkaWriter, tried with the sink of 4.2). */
export const kafkaWriteRefused = defineRule({
  id: "kafka-write-refused",
  summary: "Write that the Kafka sink refuses",
  category: "reading-writing",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["DataFrameWriter.save", "DataStreamWriter.start"],
    check(call, { report }) {
      const { format, options, isComplete } = givenOptions(call);
      if (format !== "kafka" || !call.receiver) return;
      const why = refusedOptions(call, options, isComplete) ?? refusedColumns(call, options, isComplete);
      if (why !== null) report({ site: call.nameSite, message: why, evidence: call.receiver.evidence });
    },
  },
});

type Options = ReadonlyMap<string, string | null>;

function refusedOptions(call: CallFact, options: Options, isComplete: boolean): string | null {
  if (isComplete && !options.has("kafka.bootstrap.servers"))
    return "The Kafka sink needs `kafka.bootstrap.servers`, and refuses to write without. Give it as an option.";
  const serializer = [...options.keys()].find((key) => /^kafka\.(key|value)\.serializer$/.test(key));
  if (serializer !== undefined)
    return `The Kafka sink writes bytes, and refuses \`${serializer}\`. Leave it out, and cast the columns to string or binary.`;
  const mode = call.name === "DataFrameWriter.save" ? saveMode(call) : null;
  return mode === "overwrite" || mode === "ignore"
    ? `The Kafka sink only appends: it refuses the mode \`${mode}\`. Say \`append\`.`
    : null;
}

function refusedColumns({ receiver }: CallFact, options: Options, isComplete: boolean): string | null {
  const schema = receiver?.plan ? schemaOf(receiver.plan) : null;
  if (!schema || schema.kind === "unknown") return null;
  // The sink's names are in lower case, whatever the session says of case.
  const column = (name: string): Attribute | undefined =>
    schema.attributes.find((each) => each.name === name);
  for (const [name, { takes, words }] of Object.entries(taken)) {
    const found = column(name);
    // The option's topic is taken before the column's.
    if (!found || found.dataType.type === "unknown" || (name === "topic" && options.has("topic"))) continue;
    if (!takes(found.dataType))
      return `The Kafka sink takes ${words} as \`${name}\`, and refuses to write this one's type. ${remedies[name] ?? "Cast it"}.`;
  }
  if (schema.kind !== "closed") return null;
  if (!column("value"))
    return 'The Kafka sink writes the column `value`, and there is none: it refuses to write. Make one, as `F.to_json(F.struct("*")).alias("value")`.';
  return isComplete && !options.has("topic") && !column("topic")
    ? "Nothing tells the Kafka sink the topic, so it refuses to write. Give the option `topic`, or a column of that name."
    : null;
}

const isText = (type: DataType): boolean =>
  type.type === "atomic" && /^(string|varchar|char)\b/.test(type.name);
const isBytes = (type: DataType): boolean => type.type === "atomic" && type.name === "binary";
const isInt = (type: DataType): boolean => type.type === "atomic" && type.name === "int";

/** `array<struct<key: string, value: binary>>`, as far as it is known. */
function isHeaders(type: DataType): boolean {
  if (type.type !== "array") return false;
  const { element } = type;
  if (element.type !== "struct") return element.type === "unknown";
  const [key, value, ...others] = element.fields;
  const may = (is: (type: DataType) => boolean, field: Field | undefined): boolean =>
    field !== undefined && (field.dataType.type === "unknown" || is(field.dataType));
  return others.length === 0 && may(isText, key) && may(isBytes, value);
}

interface Taken {
  readonly takes: (type: DataType) => boolean;
  readonly words: string;
}

/** The sink's columns by name; it ignores all others. */
const taken: Readonly<Record<string, Taken>> = {
  value: { takes: (type) => isText(type) || isBytes(type), words: "a string or binary" },
  key: { takes: (type) => isText(type) || isBytes(type), words: "a string or binary" },
  topic: { takes: isText, words: "a string" },
  headers: { takes: isHeaders, words: "an array of structs (`key` string, `value` binary)" },
  partition: { takes: isInt, words: "an int" },
};

const remedies: Readonly<Record<string, string>> = {
  value: "Cast it, or write it as JSON with `to_json()`",
  headers: "Make it of `F.struct()`, or use `map_entries()`",
};
