import { sideTable } from "../../../syntax/sideTable.ts";
import type { Attribute, AttributeId } from "../schema.ts";

/** The columns of a step's inputs by what may be asked for. */
export interface NameIndex {
  /** By name in lower case. */
  readonly byName: ReadonlyMap<string, readonly Attribute[]>;
  /** By an alias of their frame in lower case. */
  readonly byQualifier: ReadonlyMap<string, readonly Attribute[]>;
  readonly byId: ReadonlyMap<AttributeId, readonly Attribute[]>;
}

const indexes = sideTable<readonly Attribute[], NameIndex>();

/** The index of a list of columns, made once and kept with the list. */
export function nameIndex(attributes: readonly Attribute[]): NameIndex {
  let index = indexes.get(attributes);
  if (index === undefined) indexes.set(attributes, (index = indexed(attributes)));
  return index;
}

function indexed(attributes: readonly Attribute[]): NameIndex {
  const byName = new Map<string, Attribute[]>();
  const byQualifier = new Map<string, Attribute[]>();
  const byId = new Map<AttributeId, Attribute[]>();
  for (const each of attributes) {
    add(byName, each.name.toLowerCase(), each);
    add(byId, each.id, each);
    for (const qualifier of each.qualifier) add(byQualifier, qualifier.toLowerCase(), each);
  }
  return { byName, byQualifier, byId };
}

function add<Key>(map: Map<Key, Attribute[]>, key: Key, attribute: Attribute): void {
  const known = map.get(key);
  if (known) known.push(attribute);
  else map.set(key, [attribute]);
}
