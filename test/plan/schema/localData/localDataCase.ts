import { schemaOf } from "../../../../server/src/plan/schema/analysis.ts";
import type { Schema } from "../../../../server/src/plan/schema/schema.ts";
import { evaluated } from "../../evaluated.ts";

/** A program that binds `df`, and the columns that Spark gives it. */
export interface LocalDataCase {
  readonly about: string;
  readonly code: string;
  /** As `schemaText` spells them, or "error" with Spark's condition or Python's class; by version where they differ. */
  readonly columns: string | Readonly<Record<"3.5" | "4.1" | "4.3", string>>;
  /** The code does not tell us all of it: then nothing that we say may be wrong. */
  readonly pending?: true;
}

/** What Spark of a version says of a case. */
export const columnsIn = ({ columns }: LocalDataCase, version: "3.5" | "4.1" | "4.3"): string =>
  typeof columns === "string" ? columns : columns[version];

/** The names that the programs use. `folder` and `partitioned` are folders for readers. */
export const imports = `import collections, dataclasses, datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
import numpy as np
import pandas as pd
import pyspark.sql.types as T
from pyspark.sql import Row, SparkSession
spark = SparkSession.builder.getOrCreate()
sc = spark.sparkContext
one = spark.createDataFrame([(1, "x")], "id int not null, name string")
`;

/** What our engine says of `df`. */
export function ourSchema({ code }: LocalDataCase, version: string): Schema {
  const facts = evaluated(`${imports}pq = "a"\npart = "b"\n${code}`, undefined, "structural", version);
  const frame = facts.units.flatMap(({ frames }) => frames).findLast(({ name }) => name === "df");
  return frame?.value.plan
    ? schemaOf(frame.value.plan)
    : { kind: "unknown", reason: { text: "df is bound to no frame", site: null } };
}
