import type { DataFile, DataFiles } from "../../server/src/plan/dataFiles/dataFiles.ts";

const cities = "city,people,founded\nBerlin,3700000,1237-10-28\nParis,2100000,0250-01-01\n";

/** The data files that the blocks of the rule pages may take for the workspace's. */
const texts: ReadonlyMap<string, string> = new Map([
  ["samples/cities.csv", cities],
  ["samples/cities.json", '{"city": "Berlin", "people": 3700000}\n'],
]);

const fileOf = (location: string, text: string): DataFile => ({
  file: location,
  folders: [],
  size: text.length,
});

/** A workspace with a few samples. */
export const samples: DataFiles = {
  find(location) {
    const text = texts.get(location);
    return text === undefined ? null : { files: [fileOf(location, text)], complete: true, deltaLog: [] };
  },
  beside: () => samples,
  declaredTable: () => null,
  reads: () => 0,
  concerns: () => false,
  head: (file, limit) => texts.get(file)?.slice(0, limit) ?? null,
  parquetFooter: () => null,
};
