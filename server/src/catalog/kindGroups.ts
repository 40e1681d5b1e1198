/** The group of each kind of type, from the kinds of each group with blanks between. */
export const kindGroups = (groups: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(groups).flatMap(([group, kinds]) =>
      kinds.split(" ").map((kind) => [kind, group] as const),
    ),
  );
