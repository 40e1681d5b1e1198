import assert from "node:assert/strict";

/** What titles of fixes and refactorings begin with. */
const verbs: ReadonlySet<string> = new Set(
  (
    "Add Ask Assign Bind Broadcast Cache Call Chain Checkpoint Compare Declare Double Drop Extract Give Import " +
    "Iterate Join Leave Make Name Overwrite Pass Put Rebalance Remove Rename Repartition Replace Salt Select Sort " +
    "Switch Take Unpack Use Wait Wrap Write"
  ).split(" "),
);

/** A title is a verb and what it is done to; code stands in backticks, and what changes besides in parentheses at the end. */
export function checkTitle(title: string): void {
  const [verb = ""] = title.split(" ", 1);
  assert.ok(verbs.has(verb), `a title begins with a verb of the list: ${title}`);
  const [action = "", ...changes] = title.split(/ (?=\((?!\)))/);
  assert.ok(action.length <= 60, `${action.length} characters: ${action}`);
  assert.ok(title.length <= 120, `${title.length} characters: ${title}`);
  assert.ok(changes.length === 0 || title.endsWith(")"), `what changes stands at the end: ${title}`);
  assert.doesNotMatch(title, /[.;:]$/, `a title is no sentence: ${title}`);
  const words = action.replaceAll(/`[^`]*`/g, "");
  assert.doesNotMatch(words, /[`_&|]|\w\(|\.\w/, `code stands in backticks: ${title}`);
  assert.doesNotMatch(words, /[:;]/, `what changes stands in parentheses: ${title}`);
}
