import fs from "node:fs";
import path from "node:path";

/** Files by path, what is read and how, and the columns or the reason for none. Spark agrees: test/spark/dataFiles.test.ts. */
export const fileCases: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly format: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly expected: string;
}[] = [
  {
    name: "CSV without a header is text in numbered columns",
    files: { "a.csv": "1,x\n2,y\n" },
    format: "csv",
    expected: "_c0 STRING,_c1 STRING",
  },
  {
    name: "CSV with a header",
    files: { "a.csv": "id,name\n1,x\n" },
    format: "csv",
    options: { header: "true" },
    expected: "id STRING,name STRING",
  },
  {
    name: "empty and double names in a header",
    files: { "a.csv": "id,,ID,x\n1,2,3,4\n" },
    format: "csv",
    options: { header: "true" },
    expected: "id0 STRING,_c1 STRING,ID2 STRING,x STRING",
  },
  {
    name: "quoted values and another separator",
    files: { "a.csv": '"a;b";c\n"1;2";3\n' },
    format: "csv",
    options: { header: "true", sep: ";", inferSchema: "true" },
    expected: "`a;b` STRING,c INT",
  },
  {
    name: "inferred types",
    files: {
      "a.csv":
        "i,l,d,b,s,t,e,day\n1,3000000000,1.5,true,x,2024-01-02 03:04:05,,2024-01-02\n,4,2,false,1,2024-01-02 03:04:06,,2024-01-03\n",
    },
    format: "csv",
    options: { header: "true", inferSchema: "true" },
    expected: "i INT,l BIGINT,d DOUBLE,b BOOLEAN,s STRING,t TIMESTAMP,e STRING,day DATE",
  },
  {
    name: "JSON's columns come by name, with what all rows have",
    files: { "a.json": '{"b": 1, "a": "x"}\n{"a": null, "c": [1, 2.5], "d": {"y": true, "x": 1}}\n' },
    format: "json",
    expected: "a STRING,b BIGINT,c ARRAY<DOUBLE>,d STRUCT<x: BIGINT, y: BOOLEAN>",
  },
  {
    name: "JSON over several lines",
    files: { "a.json": '[{"a": 1.0},\n {"a": 2.5}]\n' },
    format: "json",
    options: { multiLine: "true" },
    expected: "a DOUBLE",
  },
  {
    name: "values that do not meet are text",
    files: { "a.json": '{"a": 1, "b": true}\n{"a": "x", "b": {"c": 1}}\n' },
    format: "json",
    expected: "a STRING,b STRING",
  },
  {
    name: "folders of partitions",
    files: {
      "year=2023/kind=a/part.json": '{"x": 1}\n',
      "year=2023/_SUCCESS": "",
    },
    format: "json",
    expected: "x BIGINT,year INT,kind STRING",
  },
];

/** Writes files by path. */
export function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), text);
  }
}
