/**
 * The TextMate grammars of syntaxes/, written by scripts/generate.mjs.
 * They are generated because each kind of Python string needs its own variant: SQL inside must never run past the
 * quotes that end the Python string.
 */
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const lists = JSON.parse(fs.readFileSync(path.join(root, "server/data/spark-lists.json"), "utf8"));
/** @param {readonly string[]} list */
const anyOf = (list) => `(?i)\\b(?:${list.map((word) => word.toLowerCase()).join("|")})\\b`;

/** Not reserved, and much more often the name of a column than SQL: colouring them would only be noise. */
const columnLike = new Set(
  (
    "archive auto bin catalog change changes check clear collection columns comment compensation condition contains " +
    "continue cdc cost data day days dayofyear delay distance error exact extend fields following format formatted geography " +
    "geometry global history handler hour hours identity increment index input items key keys language level lines list load " +
    "local location logical measure metrics microsecond microseconds millisecond milliseconds minute minutes month " +
    "months name nanosecond nanoseconds nearest none open option options out path percent placing position " +
    "primary principals properties quarter query read reads repair repeat role roles schema scd second seconds security sequence " +
    "separated similarity single source specific start statistics stream sync system target time track " +
    "transaction type uniform unique unknown user value variable version week weeks width x year years zone"
  ).split(" "),
);
const constants = ["TRUE", "FALSE", "NULL"];
const types = Object.keys(lists.sqlTypes)
  .filter((name) => !columnLike.has(name))
  .map((name) => name.toUpperCase());
const keywords = Object.keys(lists.sqlKeywords).filter(
  (word) => !columnLike.has(word.toLowerCase()) && !types.includes(word) && !constants.includes(word),
);

/** Everything of SQL but what has quotes or comments: those depend on the string around. */
const plain = [
  { match: "/\\*\\+", name: "keyword.other.hint.begin.sparksql" },
  { match: anyOf(constants), name: "constant.language.sparksql" },
  {
    match: `${anyOf(types)}(?!\\s*\\()|(?i)\\b(?:decimal|varchar|char|numeric|dec)(?=\\s*\\(\\d)`,
    name: "storage.type.sparksql",
  },
  {
    match: `(?i)\\b(?!(?:${keywords.join("|").toLowerCase()})\\b)[a-z_]\\w*(?=\\()`,
    name: "support.function.sparksql",
  },
  { match: `(?<!\\.)${anyOf(keywords)}`, name: "keyword.other.sparksql" },
  { match: "(?i)\\b\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?(?:bd|[lsydf])?\\b", name: "constant.numeric.sparksql" },
  { match: ":[A-Za-z_]\\w*", name: "variable.parameter.sparksql" },
  { match: "<=>|<>|!=|<=|>=|==|=|<|>|\\|>|\\|\\||->|=>|[-+*/%&|^~]", name: "keyword.operator.sparksql" },
];

const sql = {
  $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
  name: "Spark SQL",
  scopeName: "source.sparksql",
  patterns: [
    { match: "--.*$", name: "comment.line.double-dash.sparksql" },
    { begin: "/\\*(?!\\+)", end: "\\*/", name: "comment.block.sparksql" },
    { match: "'(?:[^'\\\\]|\\\\.|'')*'", name: "string.quoted.single.sparksql" },
    { match: '"(?:[^"\\\\]|\\\\.)*"', name: "string.quoted.double.sparksql" },
    { match: "`[^`]*`", name: "variable.other.quoted.sparksql" },
    { include: "#plain" },
  ],
  repository: { plain: { patterns: plain } },
};

/** The four quotes of Python, and a look-ahead that stops SQL's own quotes and comments before them. */
const quotes = [
  { id: "triple-double", quote: '"""', isTriple: true },
  { id: "triple-single", quote: "'''", isTriple: true },
  { id: "double", quote: '"', isTriple: false },
  { id: "single", quote: "'", isTriple: false },
];

/** @param {{ quote: string, isTriple: boolean }} kind @param {boolean} isFormatted */
const pythonString = ({ quote, isTriple }, isFormatted) => {
  const inside = `(?:(?!${quote})[^\\\\\\n${isFormatted ? "{}" : ""}]|\\\\.)`;
  const other = quote.startsWith('"') ? "'" : '"';
  const quoted = `string.quoted.${isTriple ? "multi" : "single"}.python`;
  return {
    begin: `(?:(?<=[(,+\\[])|^)(\\s*)(${isFormatted ? "[fF][rR]?|[rR][fF]" : "[rRuU]?"})(${quote})`,
    beginCaptures: {
      2: { name: `storage.type.string.python ${quoted}` },
      3: { name: `punctuation.definition.string.begin.python ${quoted}` },
    },
    end: isTriple ? `(${quote})` : `(${quote})|(?<!\\\\)$`,
    endCaptures: { 1: { name: `punctuation.definition.string.end.python ${quoted}` } },
    contentName: "meta.embedded.inline.sparksql",
    name: "meta.string.sparksql.python",
    patterns: [
      ...(isFormatted
        ? [{ match: "\\{\\{|\\}\\}", name: "constant.character.escape.python" }, { include: "#hole" }]
        : []),
      { match: `--${inside}*`, name: "comment.line.double-dash.sparksql" },
      { match: `/\\*(?!\\+)${inside}*?\\*/`, name: "comment.block.sparksql" },
      {
        match: `${other}(?!${other}${other})(?:(?!${other})${inside})*${other}`,
        name: `string.quoted.${other === '"' ? "double" : "single"}.sparksql`,
      },
      ...(isTriple
        ? [
            {
              match: `${quote[0]}(?!${quote[0]}${quote[0]})(?:(?!${quote[0]})${inside})*${quote[0]}(?!${quote[0]})`,
              name: "string.quoted.sparksql",
            },
          ]
        : []),
      { match: `\`(?:(?!\`)${inside})*\``, name: "variable.other.quoted.sparksql" },
      { include: "source.sparksql#plain" },
      { match: "\\\\.", name: "constant.character.escape.python" },
    ],
  };
};

/** Variants without holes stand in plain strings; in f-strings SQL's own literals may hold holes, so they are regions. */
const stringRules = quotes.flatMap((kind) => [
  [`${kind.id}-formatted`, pythonString(kind, true)],
  [kind.id, pythonString(kind, false)],
]);

const injection = {
  $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
  scopeName: "source.python.sparksql",
  injectionSelector: "L:source.python -string -comment -meta.embedded",
  patterns: [{ include: "#call" }],
  repository: {
    call: {
      begin: "(?:(?<=\\.)(sql|expr|selectExpr|filter|where)|(?<![\\w.])(?<!def )(expr))\\s*(\\()",
      beginCaptures: {
        1: { name: "meta.function-call.generic.python" },
        2: { name: "meta.function-call.generic.python" },
        3: { name: "punctuation.definition.arguments.begin.python" },
      },
      end: "(\\))",
      endCaptures: { 1: { name: "punctuation.definition.arguments.end.python" } },
      name: "meta.function-call.python",
      patterns: [{ include: "#strings" }, { include: "source.python" }],
    },
    strings: { patterns: stringRules.map(([name]) => ({ include: `#${name}` })) },
    hole: {
      begin: "\\{(?!\\{)",
      beginCaptures: { 0: { name: "constant.character.format.placeholder.other.python" } },
      end: "\\}",
      endCaptures: { 0: { name: "constant.character.format.placeholder.other.python" } },
      contentName: "meta.embedded.inline.python",
      name: "meta.fstring.python",
      patterns: [{ include: "source.python" }],
    },
    ...Object.fromEntries(stringRules),
  },
};

const sparkDefaults = {
  $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
  name: "Spark defaults",
  scopeName: "source.spark-defaults",
  patterns: [
    { match: "^\\s*[#!].*$", name: "comment.line.number-sign.spark-defaults" },
    {
      match: "^\\s*(spark(?:\\.[^\\s:=]+)+)(\\s*[:=]\\s*|\\s+|$)(.*)$",
      captures: {
        1: { name: "variable.other.property.spark-defaults" },
        2: { name: "keyword.operator.assignment.spark-defaults" },
        3: { patterns: [{ include: "#value" }] },
      },
    },
    { match: "^\\s*[^\\s:=#!]+", name: "invalid.deprecated.not-spark.spark-defaults" },
  ],
  repository: {
    value: {
      patterns: [
        { match: "(?i)(?<=^|\\s|,)(?:true|false)(?=\\s*$|,)", name: "constant.language.spark-defaults" },
        {
          match: "(?i)(?<=^|\\s|,)-?\\d+(?:\\.\\d+)?(?:[bkmgtp]b?|ms|us|s|min|m|h|d)?(?=\\s*$|,)",
          name: "constant.numeric.spark-defaults",
        },
        { match: "\\$\\{[^}]*\\}", name: "variable.other.substitution.spark-defaults" },
        { match: "[^\\s,]+", name: "string.unquoted.spark-defaults" },
      ],
    },
  },
};

/** Every grammar by its file. @type {Readonly<Record<string, object>>} */
export const grammars = {
  "syntaxes/spark-sql.tmLanguage.json": sql,
  "syntaxes/spark-sql-injection.tmLanguage.json": injection,
  "syntaxes/spark-defaults.tmLanguage.json": sparkDefaults,
};
