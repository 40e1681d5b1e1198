/** Where a profile's variables get their values from. */
export interface VariableSource {
  /** "workspaceFolder", "file" and the like, without the `${}`. */
  readonly variables: Readonly<Record<string, string>>;
  /** The environment that `${env:NAME}` reads. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Fills in `${name}` and `${env:NAME}`; what has no value stays as it is and is told in `missing`. */
export function fillIn(text: string, source: VariableSource): { text: string; missing: string[] } {
  const missing: string[] = [];
  const filled = text.replaceAll(
    /\$\{([A-Za-z]+)(?::([^}]*))?\}/g,
    (whole, name: string, argument?: string) => {
      const value =
        argument === undefined
          ? own(source.variables, name)
          : name === "env"
            ? own(source.environment, argument)
            : undefined;
      if (value === undefined) missing.push(whole);
      return value ?? whole;
    },
  );
  return { text: filled, missing };
}

function own(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
