import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { mayImport, nodeFolders, packagesOf } from "../../scripts/layers.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const source = path.join(root, "server/src");

interface Edge {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
}

/** Every import of a TypeScript file, static and dynamic. */
function importsOf(file: string): Edge[] {
  const lines = fs.readFileSync(file, "utf8").split("\n");
  return lines.flatMap((text, index) =>
    [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*["']([^"']+)["']/g)].map((match) => ({
      file: path.relative(root, file),
      line: index + 1,
      specifier: match[1] ?? "",
    })),
  );
}

function typescriptFiles(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join(folder, name));
}

const print = ({ file, line, specifier }: Edge, why: string): string =>
  `${file}:${line} imports ${specifier}: ${why}`;

describe("import borders", () => {
  it("every folder of the server stands in the table", () => {
    const folders = fs.readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(folders.map((entry) => entry.name).toSorted(), Object.keys(mayImport).toSorted());
  });

  for (const [folder, allowed] of Object.entries(mayImport))
    it(`${folder} imports only what it may`, () => {
      const wrong = typescriptFiles(path.join(source, folder)).flatMap((file) =>
        importsOf(file).flatMap((edge) => {
          const { specifier } = edge;
          if (specifier.startsWith(".")) {
            const target =
              path.relative(source, path.resolve(path.dirname(file), specifier)).split(path.sep)[0] ?? "";
            return target === folder || allowed.includes(target)
              ? []
              : [print(edge, `${folder} may not import ${target}`)];
          }
          if (specifier.startsWith("node:"))
            return nodeFolders.includes(folder) ? [] : [print(edge, "core does no I/O")];
          if (specifier === "vscode") return [print(edge, "only client/ knows VS Code")];
          const owners = Object.entries(packagesOf).find(
            ([name]) => specifier === name || specifier.startsWith(`${name}/`),
          );
          return owners && !owners[1].includes(folder)
            ? [print(edge, `${owners[0]} belongs to ${owners[1].join(", ")}`)]
            : [];
        }),
      );
      assert.deepEqual(wrong, []);
    });

  it("client knows the server by protocol/ alone", () => {
    const client = path.join(root, "client/src");
    const wrong = typescriptFiles(client).flatMap((file) =>
      importsOf(file).flatMap((edge) => {
        if (!edge.specifier.startsWith(".")) return [];
        const target = path.relative(root, path.resolve(path.dirname(file), edge.specifier)).split(path.sep);
        const isFine =
          target[0] === "client" ||
          target.slice(0, 3).join("/") === "server/src/protocol" ||
          target[0] === "package.json";
        return isFine ? [] : [print(edge, "the client may import protocol/ only")];
      }),
    );
    assert.deepEqual(wrong, []);
  });
});
