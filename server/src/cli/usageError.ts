/** The command line cannot be followed as it is; the message says why and what would do. Exit status 2. */
export class UsageError extends Error {}
