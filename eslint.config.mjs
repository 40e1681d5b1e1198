import tseslint from "typescript-eslint";
import { mayImport, nodeFolders, packagesOf } from "./scripts/layers.mjs";

const folders = Object.keys(mayImport);

/** One block per folder of the server: what it may not import, from the table in scripts/layers.mjs. */
const borders = folders.map((folder) => {
  const forbidden = folders.filter((other) => other !== folder && !mayImport[folder].includes(other));
  const packages = Object.entries(packagesOf)
    .filter(([, owners]) => !owners.includes(folder))
    .map(([name]) => name);
  return {
    files: [`server/src/${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            ...forbidden.map((other) => ({
              group: [`**/${other}/**`],
              message: `${folder}/ may not import ${other}/ (see ARCHITECTURE.md, "Who may import whom").`,
            })),
            ...packages.map((name) => ({
              group: [name, `${name}/**`],
              message: `${name} belongs to ${packagesOf[name].join(", ")}/ alone.`,
            })),
            { group: ["vscode"], message: "Only client/ knows VS Code." },
            ...(nodeFolders.includes(folder)
              ? []
              : [{ group: ["node:*"], message: `${folder}/ is core: the shells do the I/O.` }]),
          ],
        },
      ],
    },
  };
});

export default tseslint.config(
  { ignores: ["**/dist/**", "**/out/**", ".cache/**", "**/node_modules/**", "examples/**"] },
  {
    files: ["client/{src,relay,webview}/**/*.ts", "server/src/**/*.ts", "test/**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          "test/tsconfig.json",
          "server/tsconfig.json",
          "client/tsconfig.json",
          "client/relay/tsconfig.json",
          "client/webview/tsconfig.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
      "no-console": "error",
      eqeqeq: "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["client/{src,relay,webview}/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: folders.filter((name) => name !== "protocol").map((name) => `**/server/src/${name}/**`),
              message: "The client knows the server by protocol/ alone.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-floating-promises": [
        "error",
        { allowForKnownSafeCalls: [{ from: "package", name: ["it", "describe"], package: "mocha" }] },
      ],
      "no-console": "off",
    },
  },
  ...borders,
);
