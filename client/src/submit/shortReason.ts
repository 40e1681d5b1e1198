/** Letters of an error that a notification shows. */
const mostLetters = 200;

/** Why a run has failed, as short as a notification wants it: without Spark's codes for machines. */
export function shortReason(exception: string | null, message: string): string {
  const words = message
    .replace(/^\[[A-Z0-9_.]+\] /, "")
    .replace(/\s*SQLSTATE:.*$/s, "")
    .trim();
  const reason = exception === null ? words : `${exception}: ${words}`;
  return reason.length > mostLetters ? `${reason.slice(0, mostLetters - 1)}…` : reason;
}
