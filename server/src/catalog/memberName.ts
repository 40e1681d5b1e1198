/** A name of Spark's API without its class or module: "join" of "DataFrame.join". */
export const memberName = (name: string): string => name.slice(name.indexOf(".") + 1);
