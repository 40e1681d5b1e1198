/** Rules that no random job reaches, each with the reason. */
export const unreachedRules: Readonly<Record<string, string>> = {};
