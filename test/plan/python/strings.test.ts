import { checkValues } from "./values.ts";

describe("texts", () => {
  checkValues([
    {
      name: "concatenation, repetition, formatting",
      program: `t = "or" + "ders"\na = f"{t}_{3:02d}_{'x':>3}|{1.5:.2f}|{1234567:,}|{True}|{None}|{2.0}"\nb = "{}-{name}-{0}".format(1, name="n")\nc = "%s/%05d/%.1f/%%" % ("a", 42, 2.25)\nd = "%(x)s" % {"x": 1}\ne = "ab" * 2`,
      expected: {
        a: "'orders_03_  x|1.50|1,234,567|True|None|2.0'",
        b: "'1-n-1'",
        c: "'a/00042/2.2/%'",
        d: "'1'",
        e: "'abab'",
      },
    },
    {
      name: "methods",
      program: `a = " x ".strip() + "AbC".lower() + "abc".upper() + "hello world".title() + "hELLO".capitalize()\nb = "7".zfill(3) + "a.b".replace(".", "_") + "pre_x".removeprefix("pre_") + "x_post".removesuffix("_post")\nc = "a,b,,c".split(",")\nd = "  a  b ".split()\ne = ",".join(["x", "y"])\nf = ("abc".startswith("ab"), "abc".endswith(("x", "c")), "abc".find("c"), "a1".isalnum())\ng = "a=b=c".partition("=")\nh = "k.v.w".rsplit(".", 1)\ni = "xxaxx".strip("x") + "a".ljust(3, ".") + "a".rjust(2)`,
      expected: {
        a: "'xabcABCHello WorldHello'",
        b: "'007a_bxx'",
        c: "['a', 'b', '', 'c']",
        d: "['a', 'b']",
        e: "'x,y'",
        f: "(True, True, 2, True)",
        g: "('a', '=', 'b=c')",
        h: "['k.v', 'w']",
        i: "'aa.. a'",
      },
    },
    {
      name: "indexing and slices",
      program: `s = "abcdef"\na = s[0] + s[-1] + s[1:3] + s[::-1] + s[::2] + s[-2:]\nb = [1, 2, 3, 4][1:-1]\nc = (1, 2, 3)[::-1]\nd = len(s)`,
      expected: { a: "'afbcfedcbaaceef'", b: "[2, 3]", c: "(3, 2, 1)", d: "6" },
    },
    {
      name: "paths",
      program: `import os\nfrom pathlib import Path\na = os.path.join("/data", "x", "y.csv")\nb = str(Path("/data") / "in" / f"{1}.csv")\nc = Path("/a/b.tar.gz").name\nd = Path("/a/b.csv").stem + Path("/a/b.csv").suffix\ne = str(Path("a", "b").parent)\nf = os.path.basename("/x/y.z")`,
      expected: {
        a: "'/data/x/y.csv'",
        b: "'/data/in/1.csv'",
        c: "'b.tar.gz'",
        d: "'b.csv'",
        e: "'a'",
        f: "'y.z'",
      },
    },
    {
      name: "dedent",
      program: `from textwrap import dedent\na = dedent("""\n  x\n    y\n""")`,
      expected: { a: "'\nx\n  y\n'" },
    },
    {
      name: "numbers and conversions",
      program: `a = int("42") + int(3.9)\nb = float("1.5") * 2\nc = (7 // 2, -7 // 2, 7 % 3, -7 % 3, 2 ** 10, 7 / 2, 1 + True)\nd = str(12) + str(1.0) + str([1, "a"])\ne = (abs(-2), round(2.5), round(7), len("abc"), bool([]), ord("a"), chr(98))`,
      expected: {
        a: "45",
        b: "3.0",
        c: "(3, -4, 1, 2, 1024, 3.5, 2)",
        d: "'121.0[1, 'a']'",
        e: "(2, 2, 7, 3, False, 97, 'b')",
      },
    },
    {
      name: "input from outside is of unknown content",
      program: `import os, sys, argparse\na = os.environ["X"]\nb = os.getenv("Y", "dev")\nc = sys.argv[1]\nd = input()\ne = f"x {c}"\nf = open("f").read()\np = argparse.ArgumentParser()\np.add_argument("--n-rows", type=int, default=3)\np.add_argument("-v", "--verbose", action="store_true")\np.add_argument("--cols", nargs="+")\np.add_argument("path")\nargs = p.parse_args()\ng = (args.n_rows, args.verbose, args.cols, args.path)`,
      expected: {
        a: "str",
        b: "str",
        c: "str",
        d: "str",
        e: "str",
        f: "str",
        g: "(int, bool, [str, …], str)",
      },
    },
    {
      name: "dates and decimals",
      program: `import datetime as dt\nfrom datetime import date, datetime, timedelta\nfrom decimal import Decimal\na = date(2024, 1, 2)\nb = dt.datetime.now()\nc = b - timedelta(days=1)\nd = a - a\ne = Decimal("1.50")\nf = datetime.now().date()\ng = date.today().strftime("%Y")\nh = dt.datetime.strptime("2024", "%Y")`,
      expected: {
        a: "datetime.date(2024, 1, 2)",
        b: "datetime.datetime",
        c: "datetime.datetime",
        d: "datetime.timedelta",
        e: "decimal.Decimal('1.50')",
        f: "datetime.date",
        g: "own str",
        h: "datetime.datetime",
      },
    },
  ]);
});
