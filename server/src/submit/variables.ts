/** Where a profile's variables get their values from. */
export interface VariableSource {
  /** "workspaceFolder", "file" and the like, without the `${}`. */
  readonly variables: Readonly<Record<string, string>>;
  /** The environment that `${env:NAME}` reads. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A text with its variables filled in. */
export interface FilledText {
  /** Everything filled in: for checks, not for display. */
  readonly value: string;
  /** `${env:NAME}` left as it is, so that no secret of the environment shows; see `fillEnvironment`. */
  readonly shown: string;
  /** The variables without a value, as written. */
  readonly missing: readonly string[];
}

const variable = /\$\{([A-Za-z]+)(?::([^}]*))?\}/g;

/** Fills in `${name}` and `${env:NAME}`; what has no value stays as it is and is told in `missing`. */
export function fillIn(text: string, { variables, environment }: VariableSource): FilledText {
  const missing: string[] = [];
  const shown = text.replaceAll(variable, (whole, name: string, argument?: string) => {
    if (name === "env" && argument !== undefined) {
      if (own(environment, argument) === undefined) missing.push(whole);
      return whole;
    }
    const value = argument === undefined ? own(variables, name) : undefined;
    if (value === undefined) missing.push(whole);
    return value ?? whole;
  });
  return { value: fillEnvironment(shown, environment), shown, missing };
}

/** Fills in `${env:NAME}`: the last step before a process starts. What has no value stays as it is. */
export function fillEnvironment(text: string, environment: VariableSource["environment"]): string {
  return text.replaceAll(/\$\{env:([^}]*)\}/g, (whole, name: string) => own(environment, name) ?? whole);
}

function own(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
