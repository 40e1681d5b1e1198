/** What no shell of this system reads as anything but itself. */
const plain = process.platform === "win32" ? /^[\w@%+=:,./\\-]+$/ : /^[\w@%+=:,./-]+$/;

/** A word as it is written on a command line: quoted where it holds what a shell would read otherwise. */
export function shellWord(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
