import { closestName } from "../catalog/closestName.ts";
import { argument, callsNamed } from "../plan/facts.ts";
import { replace, siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** `StorageLevel.NAME` that PySpark does not have, as those with `_SER` of Scala: Python raises AttributeError. */
export const storageLevelUnknown = defineRule({
  id: "storage-level-unknown",
  summary: "Storage level that PySpark does not have",
  category: "caching",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report, catalog, sparkVersion }) {
    for (const call of callsNamed(facts, ["DataFrame.persist", "RDD.persist"])) {
      const level = argument(call, 0, "storageLevel")?.node;
      if (level?.kind !== "Attribute" || level.object.kind !== "Name") continue;
      const owner = facts.imports.names.get(level.object.id);
      if (owner !== "pyspark.StorageLevel" && owner !== "pyspark.storagelevel.StorageLevel") continue;
      const { id } = level.name;
      const names = catalog.lists.storageLevels(sparkVersion).map(({ name }) => name);
      if (names.includes(id)) continue;
      const serialized = /^(.*)_SE[A-Z](_2)?$/.exec(id);
      const wanted = serialized ? `${serialized[1] ?? ""}${serialized[2] ?? ""}` : closestName(id, names);
      const meant = wanted !== null && names.includes(wanted) ? wanted : null;
      const why = serialized ? " Python's data are always serialized." : "";
      report({
        site: siteIn(call.unit, level.name),
        message: `PySpark has no storage level \`${id}\`: Python raises AttributeError.${why}${meant === null ? "" : ` Write \`${meant}\`.`}`,
        ...(call.receiver && { evidence: call.receiver.evidence }),
        ...(meant !== null && {
          fix: {
            title: `Write \`${meant}\``,
            safety: "suggested",
            edits: () => [replace(call.unit, level.name, meant)],
          },
        }),
      });
    }
  },
});
