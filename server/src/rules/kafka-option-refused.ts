import { sparkValue } from "../plan/value.ts";
import { argumentSite, givenOptions, optionArgument } from "./givenOptions.ts";
import { defineRule } from "./rule.ts";

/**
 * Options that the Kafka source refuses, or ignores, since it keeps the offsets itself (KafkaSourceProvider, tried with
 * the source of 3.5 and 4.2).
 */
export const kafkaOptionRefused = defineRule({
  id: "kafka-option-refused",
  summary: "Option that the Kafka source refuses",
  category: "streaming",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["DataFrameReader.load", "DataStreamReader.load"],
    check(call, { report }) {
      const { format, options, isComplete } = givenOptions(call);
      const frame = sparkValue(call.result, "DataFrame");
      if (format !== "kafka" || !frame) return;
      const isStream = call.name === "DataStreamReader.load";
      for (const [key, value] of options) {
        const why = refusal(key, value, isStream);
        if (why !== null)
          report({
            site: argumentSite(call, optionArgument(call, key)),
            message: `${why} Spark refuses to read.`,
            evidence: frame.evidence,
          });
      }
      const strategies = ["assign", "subscribe", "subscribepattern"].filter((key) => options.has(key));
      const many = strategies.length > 1;
      if (many || (strategies.length === 0 && isComplete))
        report({
          site: call.nameSite,
          message: `${many ? "Only one" : "One"} of \`assign\`, \`subscribe\` and \`subscribePattern\` says what is read, and ${many ? `${strategies.length} are` : "none is"} given: Spark refuses to read.`,
          evidence: frame.evidence,
        });
    },
  },
});

/** Properties of the consumer that Spark sets itself, and what to do in their place. */
const own: ReadonlyMap<string, string> = new Map([
  [
    "kafka.auto.offset.reset",
    "Say `startingOffsets` instead of `kafka.auto.offset.reset`, as the source keeps the offsets.",
  ],
  ["kafka.enable.auto.commit", "Leave out `kafka.enable.auto.commit`, as the source commits no offsets."],
  [
    "kafka.interceptor.classes",
    "Leave out `kafka.interceptor.classes`, which may break what the source reads.",
  ],
  [
    "kafka.key.deserializer",
    "Leave out `kafka.key.deserializer` and cast `key`, which always comes as bytes.",
  ],
  [
    "kafka.value.deserializer",
    "Leave out `kafka.value.deserializer` and cast `value`, which always comes as bytes.",
  ],
]);

/** Why Spark refuses an option; null where it does not. */
function refusal(key: string, value: string | null, isStream: boolean): string | null {
  const instead = own.get(key);
  if (instead !== undefined) return instead;
  if (isStream && /^ending(offsets|timestamp|offsetsbytimestamp)$/.test(key))
    return "A stream has no end: leave out the ending offsets, or read in a batch.";
  if (!isStream && key === "startingoffsets" && value?.toLowerCase() === "latest")
    return "A batch cannot start at the `latest` offsets: say `earliest`, or the offsets.";
  if (!isStream && key === "endingoffsets" && value?.toLowerCase() === "earliest")
    return "A batch cannot end at the `earliest` offsets: say `latest`, or the offsets.";
  return null;
}
