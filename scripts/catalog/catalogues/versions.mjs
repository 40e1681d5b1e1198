import { defineCatalogue } from "../catalogue.mjs";

export const catalogue = defineCatalogue({
  name: "versions",
  file: "spark-versions.json",
  extractor: "versions.py",
  about:
    "What each Spark release is made of and needs: Scala, Java, Python, Python packages, bundled libraries; read from the names of jars, class files and the package's metadata.",
  tables: ({ runtimes, packages, libraries }) => ({ runtimes, packages, libraries }),
});
