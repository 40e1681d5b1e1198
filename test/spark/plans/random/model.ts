/** A type as programs write it in DDL, with what can be done with it. */
export type Kind =
  | { readonly type: "atom"; readonly ddl: string }
  | { readonly type: "array"; readonly element: Kind }
  | { readonly type: "map"; readonly value: Kind }
  | { readonly type: "struct"; readonly fields: readonly (readonly [name: string, kind: Kind])[] };

/** A column of a frame; the name is null where the program gives none and Spark makes one. */
export interface Column {
  readonly name: string | null;
  readonly kind: Kind;
}

/** A variable of the program that holds a DataFrame, as far as the generator follows it. */
export interface Frame {
  readonly variable: string;
  readonly columns: readonly Column[];
  /** Also a temp view of the variable's name. */
  readonly isView?: boolean;
}

export const atom = (ddl: string): Kind => ({ type: "atom", ddl });
export const int = atom("int");
export const bigint = atom("bigint");
export const double = atom("double");
export const string = atom("string");
export const boolean = atom("boolean");
export const date = atom("date");
export const timestamp = atom("timestamp");

/** A type that the generator does not follow. */
export const unknownKind = atom("?");

/** Types of columns that sources have. */
export const atoms: readonly Kind[] = [
  int,
  bigint,
  double,
  string,
  string,
  boolean,
  date,
  timestamp,
  atom("decimal(10,2)"),
  atom("decimal(5,4)"),
  atom("float"),
  atom("smallint"),
];

export const isNumber = (kind: Kind): boolean =>
  kind.type === "atom" && /^(?:int|bigint|double|float|smallint|tinyint|decimal.*)$/.test(kind.ddl);

export const isAtom = (kind: Kind, ddl: string): boolean => kind.type === "atom" && kind.ddl === ddl;

/** The type as DDL. */
export function ddl(kind: Kind): string {
  switch (kind.type) {
    case "atom":
      return kind.ddl;
    case "array":
      return `array<${ddl(kind.element)}>`;
    case "map":
      return `map<string, ${ddl(kind.value)}>`;
    case "struct":
      return `struct<${kind.fields.map(([name, field]) => `${name}: ${ddl(field)}`).join(", ")}>`;
  }
}

/** A column that a program can name: its name occurs once in the frame. */
export interface NamedColumn {
  readonly name: string;
  readonly kind: Kind;
}

/** The columns that can be named without doubt. */
export function namedColumns({ columns }: Pick<Frame, "columns">): readonly NamedColumn[] {
  const counts = new Map<string, number>();
  for (const { name } of columns)
    if (name !== null) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  return columns.flatMap(({ name, kind }) =>
    name !== null && counts.get(name.toLowerCase()) === 1 ? [{ name, kind }] : [],
  );
}
