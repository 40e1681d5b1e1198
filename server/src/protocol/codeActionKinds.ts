/** Formats the SQL at the cursor. Commands of the client ask for the action by its kind. */
export const formatSqlKind = "refactor.rewrite.shufflewise.formatSql";

/** Writes the query at the cursor as DataFrame code. */
export const toDataFrameKind = "refactor.rewrite.shufflewise.toDataFrame";

/** Writes the chain of DataFrame methods at the cursor as SQL. */
export const toSqlKind = "refactor.rewrite.shufflewise.toSql";

/** Rewrites the file's suppressions for other linters as ours. */
export const convertSuppressionsKind = "source.shufflewise.convertSuppressions";

/** Changes of the code at the cursor that no finding asks for; the refactoring's name follows behind a dot. */
export const refactoringKind = "refactor.rewrite.shufflewise";

/** Moves the selected code, or the chain at the cursor, into a function. */
export const extractFunctionKind = "refactor.extract.shufflewise.function";
