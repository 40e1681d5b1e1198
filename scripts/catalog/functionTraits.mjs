/** What a SELECT over types cannot tell of a function: that its result depends on values or names. */

/**
 * Functions whose result's type depends on a literal, a name or another row: all calls (`every`), or those with
 * `count` arguments whose first is one of `kinds`.
 * @type {ReadonlyMap<string, { every?: boolean, count: number, kinds: RegExp }>}
 */
export const byValue = new Map(
  /** @type {[string, { every?: boolean, count: number, kinds: RegExp }][]} */ ([
    ...[
      "struct",
      "named_struct",
      "arrays_zip",
      "from_json",
      "from_csv",
      "from_xml",
      "from_avro",
      "from_protobuf",
      "variant_get",
      "try_variant_get",
      "to_number",
      "try_to_number",
      "date_part",
      "datepart",
      "extract",
      "collate",
      "json_tuple",
      "stack",
      "inline",
      "inline_outer",
      "posexplode",
      "posexplode_outer",
      "variant_explode",
      "variant_explode_outer",
      "window",
      "session_window",
      "when",
      "case",
      "uniform",
      "randstr",
      "current_time",
      "approx_top_k_accumulate",
      "approx_top_k_combine",
    ].map((name) => [name, { every: true, count: 0, kinds: /^/ }]),
    ...["round", "bround"].map((name) => [name, { count: 2, kinds: /^decimal/ }]),
    ["between", { count: 3, kinds: /^/ }],
    ["decode", { count: 3, kinds: /^/ }],
    ...["ceil", "ceiling", "floor"].map((name) => [name, { count: 2, kinds: /^/ }]),
  ]),
);

const concat = (/** @type {string} */ kinds) => [
  "-> string",
  "binary* -> binary",
  `${kinds}* -> string`,
  "array* -> common(1..)",
];
const texts = "number datetime period boolean string binary variant void";

/**
 * Sets of rules that are tried before any are sought. Only in these does order count: the first that holds decides.
 * @type {ReadonlyMap<string, readonly (readonly string[])[]>}
 */
export const hints = new Map([["concat", [concat(`${texts} calendar`), concat(texts)]]]);
