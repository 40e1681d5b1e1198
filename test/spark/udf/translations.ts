/** A UDF's body, and the type that the UDF declares. */
export interface TranslationCase {
  readonly body: string;
  /** The columns of the data that its parameters get, one letter each: see data.py. */
  readonly args: readonly ("text" | "number" | "real" | "day" | "moment" | "words")[];
  readonly returns: string;
  /** Whether the translation has to give equal results; else its title says what differs. */
  readonly safe: boolean;
}

const safe = (body: string, args: string, returns = "string"): TranslationCase => ({
  body,
  args: args.split(" ") as unknown as TranslationCase["args"],
  returns,
  safe: true,
});
const suggested = (body: string, args: string, returns = "string"): TranslationCase => ({
  ...safe(body, args, returns),
  safe: false,
});

/** Bodies that built-in functions replace; each is run as Python and as its translation over the same data. */
export const translations: readonly TranslationCase[] = [
  // Texts
  safe("x.upper() if x is not None else None", "text"),
  safe("x.lower() if x is not None else None", "text"),
  safe("None if x is None else x.replace('a', 'b')", "text"),
  safe("x.replace(' ', '') if x is not None else None", "text"),
  safe("x.upper()[:3] if x is not None else None", "text"),
  safe("x.lower()[1:4] if x is not None else None", "text"),
  safe("x.lower()[2:] if x is not None else None", "text"),
  safe("x.lower()[-2:] if x is not None else None", "text"),
  safe("x.lower()[::-1] if x is not None else None", "text"),
  safe("len(x.lower()) if x is not None else None", "text", "int"),
  safe("len(x.split(',')) if x is not None else None", "text", "int"),
  safe("x.split('-')[0] if x is not None else None", "text"),
  safe("x.split(' ')[-1] if x is not None else None", "text"),
  safe("x.find('a') if x is not None else None", "text", "int"),
  safe("x.startswith('a') if x is not None else None", "text", "boolean"),
  safe("x.upper().endswith('A') if x is not None else False", "text", "boolean"),
  safe("'a' in x.lower() if x is not None else None", "text", "boolean"),
  safe("'a' not in x.lower() if x is not None else None", "text", "boolean"),
  safe("x is not None and x.startswith('a')", "text", "boolean"),
  safe("x is None or x.lower() == ''", "text", "boolean"),
  safe("not (x is None or x.endswith('e'))", "text", "boolean"),
  safe("x is None", "text", "boolean"),
  safe("x is not None", "text", "boolean"),
  safe("x.lower() if x else 'none'", "text"),
  safe("'none' if not x else x.lower()", "text"),
  safe("x.lower() in ('a', 'b', 'paid') if x is not None else None", "text", "boolean"),
  safe("x.lower() not in ['a', 'paid'] if x is not None else None", "text", "boolean"),
  safe("'yes' if x is not None and x.lower() == 'paid' else 'no'", "text"),
  safe("f'<{x.upper()}>' if x is not None else None", "text"),
  safe("'{}-{}'.format(x.upper(), x.lower()) if x is not None else None", "text"),
  safe("'%s!' % x.upper() if x is not None else None", "text"),
  safe("x.upper() + '!' if x is not None else None", "text"),
  safe("hashlib.md5(x.encode()).hexdigest() if x is not None else None", "text"),
  safe("hashlib.sha1(x.encode('utf-8')).hexdigest() if x is not None else None", "text"),
  safe("hashlib.sha256(x.encode()).hexdigest() if x is not None else None", "text"),
  safe("re.sub('[^0-9]', '', x) if x is not None else None", "text"),
  safe("re.sub('[^a-zA-Z0-9]+', '_', x) if x is not None else None", "text"),
  safe("re.search('[0-9]', x) is not None if x is not None else None", "text", "boolean"),
  safe("re.match('[a-z]+', x) is not None if x is not None else None", "text", "boolean"),
  safe("{'paid': 'p', 'open': 'o'}.get(x)", "text"),
  safe("{'paid': 'p', 'open': 'o'}.get(x, '?')", "text"),
  safe("{1: 'one', 2: 'two'}.get(x, 'many')", "number"),
  safe("(x or '').lower()", "text"),
  safe("(x or 'none').upper()", "text"),
  suggested("x.strip()", "text"),
  suggested("x.title()", "text"),
  suggested("x[:2]", "text"),
  suggested("x.upper()[0]", "text"),
  suggested("x.upper()", "text"),
  suggested("x.isdigit()", "text", "boolean"),
  suggested("x.zfill(5)", "text"),
  suggested("x.rjust(5)", "text"),
  suggested("f'{x}'", "text"),
  suggested("f'{x:.2f}'", "real"),
  suggested("f'{x:05d}'", "number"),
  suggested("str(x)", "number"),
  suggested("json.loads(x)['a']", "text"),
  suggested("len(x)", "text", "int"),
  // Numbers
  safe("'low' if x is not None and x < 3 else 'high'", "number"),
  safe("'low' if x is not None and x < 3 else 'high'", "real"),
  safe("x == 2 if x is not None else None", "number", "boolean"),
  safe("x in (1, 2) if x is not None else None", "number", "boolean"),
  suggested("x > 2 if x is not None else None", "real", "boolean"),
  suggested("x + 1", "number", "int"),
  suggested("x / 2", "real", "double"),
  suggested("abs(x)", "number", "int"),
  suggested("math.sqrt(x)", "real", "double"),
  suggested("math.floor(x)", "number", "int"),
  suggested("round(x)", "number", "int"),
  // Dates and times
  suggested("x.year", "day", "int"),
  suggested("x.month if x is not None else None", "day", "int"),
  suggested("x.weekday()", "day", "int"),
  suggested("x.isoweekday()", "day", "int"),
  suggested("x.strftime('%Y-%m')", "day"),
  suggested("x.strftime('%d %B %Y at %H')", "moment"),
  suggested("x.hour", "moment", "int"),
  suggested("x.date()", "moment", "date"),
  suggested("x + timedelta(days=3)", "day", "date"),
  // Lists
  suggested("', '.join(x)", "words"),
  suggested("[w.upper() for w in x]", "words", "array<string>"),
  suggested("[w for w in x if w.startswith('a')]", "words", "array<string>"),
  suggested("any(w == 'a' for w in x)", "words", "boolean"),
  suggested("all(w.startswith('a') for w in x)", "words", "boolean"),
  suggested("len([w for w in x if w == 'a'])", "words", "int"),
  suggested("max(x)", "words"),
];
