import { atomic, type DataType, type Field } from "../../catalog/dataType.ts";
import type { DataFile } from "./dataFiles.ts";

/** The columns that folders such as `year=2024` make; null when the files' folders do not agree. */
export function partitionFields(files: readonly DataFile[]): readonly Field[] | null {
  const [first] = files;
  const names = first?.folders.map(nameOf) ?? [];
  if (names.includes(null)) return [];
  const values = names.map((): string[] => []);
  for (const { folders } of files) {
    if (folders.length !== names.length || folders.some((folder, index) => nameOf(folder) !== names[index]))
      return null;
    for (const [index, folder] of folders.entries())
      values[index]?.push(decodeURIComponentSafely(folder.slice(folder.indexOf("=") + 1)));
  }
  return names.map((name, index) => ({
    name: name ?? "",
    dataType: typeOfAll(values[index] ?? []),
    nullable: true,
  }));
}

const nameOf = (folder: string): string | null => {
  const at = folder.indexOf("=");
  return at > 0 ? folder.slice(0, at) : null;
};

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The types that Spark looks for in partition values, the narrowest first (PartitioningUtils, 4.3). */
const types: readonly (readonly [name: string, fits: (text: string) => boolean])[] = [
  ["int", (text) => /^[+-]?\d+$/.test(text) && Math.abs(Number(text)) < 2 ** 31],
  ["bigint", (text) => /^[+-]?\d{1,18}$/.test(text)],
  ["double", (text) => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)],
  ["date", (text) => /^\d{4}-\d{2}-\d{2}$/.test(text)],
  ["timestamp", (text) => /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(text)],
];

function typeOfAll(values: readonly string[]): DataType {
  const given = values.filter((value) => value !== "__HIVE_DEFAULT_PARTITION__");
  const found = given.length === 0 ? undefined : types.find(([, fits]) => given.every(fits));
  return atomic(found?.[0] ?? "string");
}
