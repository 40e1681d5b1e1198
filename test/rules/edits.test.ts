import assert from "node:assert/strict";
import { documentRange } from "../../server/src/analysis/resolveFinding.ts";
import { spelled } from "../../server/src/rules/edits.ts";
import { checked, edited } from "./checked.ts";

/** What a fix that needs `broadcast` writes, and what becomes of the text. */
function broadcast(text: string): { name: string; text: string } {
  const { facts } = checked(text);
  const spelling = spelled(facts, "pyspark.sql.functions.broadcast");
  const edits = spelling.edits.map(({ site, newText }) => ({
    ...documentRange(facts.module, site)!,
    newText,
  }));
  return { name: spelling.text, text: edited(text, edits) };
}

const newImport = "from pyspark.sql import functions as F\n";

const cases: readonly {
  readonly when: string;
  readonly text: string;
  readonly name: string;
  readonly result?: string;
}[] = [
  { when: "the name is imported", text: "from pyspark.sql.functions import broadcast\n", name: "broadcast" },
  {
    when: "the name is imported as another",
    text: "from pyspark.sql.functions import broadcast as small\n",
    name: "small",
  },
  { when: "the module has an alias", text: "import pyspark.sql.functions as fn\n", name: "fn.broadcast" },
  {
    when: "the module is imported by name",
    text: "from pyspark.sql import functions\n",
    name: "functions.broadcast",
  },
  { when: "all names are imported", text: "from pyspark.sql.functions import *\n", name: "broadcast" },
  {
    when: "nothing of it is imported",
    text: "import os\nfrom pyspark.sql import SparkSession  # the entry\n\nx = 1\n",
    name: "F.broadcast",
    result: `import os\nfrom pyspark.sql import SparkSession  # the entry\n${newImport}\nx = 1\n`,
  },
  {
    when: "a later import stands behind code",
    text: "import pyspark\n\nx = 1\nimport sys\n",
    name: "F.broadcast",
    result: `import pyspark\n${newImport}\nx = 1\nimport sys\n`,
  },
  {
    when: "F means something else",
    text: "import pyspark\nimport torch.nn.functional as F\n",
    name: "functions.broadcast",
    result: "import pyspark\nimport torch.nn.functional as F\nfrom pyspark.sql import functions\n",
  },
  {
    when: "F and functions are variables",
    text: "import pyspark\nF = functions = 1\n",
    name: "spark_functions.broadcast",
    result: "import pyspark\nfrom pyspark.sql import functions as spark_functions\nF = functions = 1\n",
  },
  {
    when: "there is only a docstring",
    text: '"""Joins orders."""\n\nx = spark\n',
    name: "F.broadcast",
    result: `"""Joins orders."""\n\n${newImport}\nx = spark\n`,
  },
  {
    when: "there is no import at all",
    text: "# Orders\nx = spark\n",
    name: "F.broadcast",
    result: `# Orders\n${newImport}\nx = spark\n`,
  },
  {
    when: "lines end with CRLF",
    text: "import pyspark\r\n\r\nx = 1\r\n",
    name: "F.broadcast",
    result: "import pyspark\r\nfrom pyspark.sql import functions as F\r\n\r\nx = 1\r\n",
  },
];

describe("the spelling of a Spark name", () => {
  for (const { when, text, name, result } of cases)
    it(`when ${when}`, () => assert.deepEqual(broadcast(text), { name, text: result ?? text }));
});
