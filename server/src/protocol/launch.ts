/**
 * Node's own options for the language server: a young generation of one small size, and a heap that is collected as a
 * whole when there is something to collect. V8 begins with less of both and grows slowly: before the first findings it
 * collected 55 times instead of 24, and the whole heap of what is all needed. The 32 MB of the parser's memory count in
 * the heap's size: with 64 MB it is still collected as a whole before the first findings, and each more stays in use.
 */
export const serverNodeOptions: readonly string[] = [
  "--max-semi-space-size=2",
  "--min-semi-space-size=2",
  "--initial-heap-size=68",
];
