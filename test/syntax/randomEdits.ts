/** Pieces of Python that edits are made of: whole lines, and what stands half typed between two keystrokes. */
const pieces = [
  ...["(", ")", "[", "]", "{", "}", '"', "'", "\\", "#", ":", ".", ",", "=", "@", ";", "*", "&", ">", "\0"],
  ...[" ", "\t", "\n", "\r", "\f"],
  '"""',
  "'''",
  "\r\n",
  "\n\n",
  "    ",
  "\ud83d",
  "😀",
  "\ufeff",
  "é",
  "x",
  "df.",
  "else:\n",
  "\nelse:",
  "\nexcept:",
  "\n@a\n",
  "\ndef f():\n    ",
  "\ny = 1\n",
  "a=1,\n",
  "# c\n",
  "\n# c",
  'f"{x}"',
  "import ",
  "return",
  "\\\n",
  "if x:\n",
  "match x:\n    case 1: pass\n",
  'df = spark.read.parquet("a")\n',
  "class A:\n    def f(self): pass\n\n",
];

/** A text to begin with. */
export const seedText = `"""Doc."""
import os  # note
from a import (
    b,
    c,
)

# above
@deco(1)
@other
def f(x, y=1):
    """Doc
    string."""
    z = x.select("a", col("b") > 1).where(
        y
    )
    # end of f

if a:
    b
# between
elif c:
    d
else:
    e
x = {
    "k": [1, 2],
}
for i in y:
    pass
try:
    a
finally:
    b
s = f"{x!r:>{w}} {y}" 'z'
w = x \\
    .y()

# last
`;

/** One edit: characters taken out at a place, and text put there. */
export function randomEdit(text: string, random: () => number): string {
  const below = (limit: number): number => Math.floor(random() * limit);
  const at = below(text.length + 1);
  const removed = random() < 0.5 ? 0 : below(random() < 0.9 ? 4 : 60);
  const added = Array.from({ length: below(3) }, () => pieces[below(pieces.length)]).join("");
  return text.slice(0, at) + added + text.slice(at + removed);
}

/** Numbers from 0 up to 1 that a seed decides (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
