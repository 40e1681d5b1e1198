import { isRequired, type SignatureForm } from "../catalog/apiSignature.ts";
import type { Unit } from "../syntax/module.ts";
import { insert } from "./edits.ts";
import type { Fix } from "./rule.ts";

/**
 * Puts the parentheses behind what is named and not called, which ends at `end`. Nothing where the call needs arguments:
 * nobody knows which.
 */
export const missingParentheses = (
  unit: Unit,
  { named, end, form, safety }: Named,
): { readonly fix?: Fix } =>
  form?.parameters.some(isRequired) === true
    ? {}
    : {
        fix: {
          title: `Call \`${named}()\``,
          safety,
          edits: () => [insert(unit, end, "()")],
        },
      };

interface Named {
  readonly named: string;
  readonly end: number;
  /** Undefined where no signature is known: then the call is taken to need nothing. */
  readonly form: SignatureForm | undefined;
  readonly safety: Fix["safety"];
}

/** What stands between the parentheses in a message. */
export const shownArguments = (form: SignatureForm | undefined): string =>
  form?.parameters.some(isRequired) === true ? "…" : "";
