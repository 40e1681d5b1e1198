/** Whether a file itself may register a function of SQL under that name: then it is not Spark's. */
export const isMadeHere = (name: string, text: string): boolean =>
  new RegExp(`["'.]${name}["']|\\bdef ${name}\\b|\\bFUNCTION\\s+[\\w.\`]*\\b${name}\\b`, "i").test(text);
