import { placedEvidence } from "../analysis/placedEvidence.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import type { Evidence } from "../plan/value.ts";
import type { PlaceText } from "./schemaTable.ts";

/** How many places are shown: those next to the frame, and the one that all begins with. */
const mostShown = 3;

/** Why a value is taken for Spark's, in one line, nearest place first; null when no place of it is left. */
export function evidenceText(facts: ModuleFacts, evidence: Evidence, placeText: PlaceText): string | null {
  const steps = placedEvidence(facts, [evidence]).map(({ because, elsewhere, ...range }) => {
    const place = elsewhere
      ? `${elsewhere.path.slice(elsewhere.path.lastIndexOf("/") + 1)}, line ${elsewhere.line}`
      : placeText(range);
    return `${because.replaceAll("_", "\\_")} (${place})`;
  });
  if (steps.length === 0) return null;
  const shown = steps.length > mostShown ? [...steps.slice(0, mostShown - 1), ...steps.slice(-1)] : steps;
  const opening = evidence.level === "certain" ? "A DataFrame by" : "Taken for a DataFrame:";
  return `${opening} ${shown.join(" ← ")}`;
}
