/**
 * Python as a small typed tree. Offsets are UTF-16 code units **relative to the unit's own start**, so that a
 * tree stays valid, and shared, when text before it changes. Parentheses leave no node; `parens` keeps their place.
 */
export interface Span {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

export interface Identifier extends Span {
  readonly id: string;
}

interface ExpressionBase extends Span {
  /** The outermost pair of redundant parentheses directly around the expression, if there is one. */
  readonly parens?: Span;
}

export interface NameExpression extends ExpressionBase {
  readonly kind: "Name";
  readonly id: string;
}

/** A literal string, implicit concatenation included. An f-string (or t-string) with holes is a FormattedString. */
export interface StringExpression extends ExpressionBase {
  readonly kind: "String";
  /** The value Python would see; null for bytes, and where it holds a `\N{NAME}`, whose character we do not know. */
  readonly value: string | null;
  readonly parts: readonly StringPart[];
}

export interface FormattedStringExpression extends ExpressionBase {
  readonly kind: "FormattedString";
  readonly parts: readonly (StringPart | Interpolation)[];
}

/** A run of literal text: `start`–`end` is the text between the quotes (or holes), escapes as written. */
export interface StringPart extends Span {
  readonly kind: "Text";
  /** The text with its escapes resolved. */
  readonly value: string;
  /** Lower-case prefix letters of the literal it stands in, such as "rb" or "f". */
  readonly prefix: string;
  /** The opening quote: one or three characters. */
  readonly quote: string;
}

/** `{expression!r:format}` in an f-string. */
export interface Interpolation extends Span {
  readonly kind: "Interpolation";
  readonly expression: Expression;
  readonly conversion: string | null;
  /** The format specification; its holes are interpolations in turn. */
  readonly format: readonly (StringPart | Interpolation)[];
}

export interface NumberExpression extends ExpressionBase {
  readonly kind: "Number";
  readonly type: "int" | "float" | "complex";
  /** Null for complex numbers and for integers beyond 2^53. */
  readonly value: number | null;
}

/** `True`, `False`, `None` or `...`. */
export interface ConstantExpression extends ExpressionBase {
  readonly kind: "Constant";
  readonly value: "True" | "False" | "None" | "Ellipsis";
}

export interface AttributeExpression extends ExpressionBase {
  readonly kind: "Attribute";
  readonly object: Expression;
  /** An empty id where the text ends after the dot. */
  readonly name: Identifier;
}

export interface Argument extends Span {
  readonly name: Identifier | null;
  readonly unpack: "" | "*" | "**";
  readonly value: Expression;
}

export interface CallExpression extends ExpressionBase {
  readonly kind: "Call";
  readonly callee: Expression;
  readonly args: readonly Argument[];
  /** From the opening to behind the closing parenthesis. */
  readonly argumentList: Span;
}

export interface SubscriptExpression extends ExpressionBase {
  readonly kind: "Subscript";
  readonly object: Expression;
  readonly indices: readonly Expression[];
}

export interface SliceExpression extends ExpressionBase {
  readonly kind: "Slice";
  readonly lower: Expression | null;
  readonly upper: Expression | null;
  readonly step: Expression | null;
}

export interface UnaryExpression extends ExpressionBase {
  readonly kind: "Unary";
  readonly operator: "not" | "-" | "+" | "~";
  readonly operand: Expression;
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**" | "@" | "&" | "|" | "^" | "<<" | ">>";

export interface BinaryExpression extends ExpressionBase {
  readonly kind: "Binary";
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

export interface BooleanExpression extends ExpressionBase {
  readonly kind: "Boolean";
  readonly operator: "and" | "or";
  readonly operatorSpan: Span;
  readonly left: Expression;
  readonly right: Expression;
}

export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in" | "is" | "is not";

/** `first op1 operand1 op2 operand2 …`: `operators[i]` stands before `operands[i]`. */
export interface ComparisonExpression extends ExpressionBase {
  readonly kind: "Comparison";
  readonly first: Expression;
  readonly operators: readonly (Span & { readonly operator: ComparisonOperator })[];
  readonly operands: readonly Expression[];
}

/** `then if test else otherwise`. */
export interface ConditionalExpression extends ExpressionBase {
  readonly kind: "Conditional";
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

export interface Parameter extends Span {
  readonly name: Identifier;
  /** "positional" stands before `/`, "keyword" after `*`. */
  readonly kind: "positional" | "normal" | "keyword" | "args" | "kwargs";
  readonly annotation: Expression | null;
  readonly defaultValue: Expression | null;
}

export interface LambdaExpression extends ExpressionBase {
  readonly kind: "Lambda";
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

export interface SequenceExpression extends ExpressionBase {
  readonly kind: "List" | "Tuple" | "Set";
  readonly elements: readonly Expression[];
}

export interface DictExpression extends ExpressionBase {
  readonly kind: "Dict";
  /** `key` is null for `**value`. */
  readonly entries: readonly (Span & { readonly key: Expression | null; readonly value: Expression })[];
}

export interface ComprehensionClause extends Span {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
  readonly isAsync: boolean;
}

export interface ComprehensionExpression extends ExpressionBase {
  readonly kind: "Comprehension";
  readonly form: "list" | "set" | "dict" | "generator";
  /** The key, for a dict. */
  readonly element: Expression;
  /** The value, for a dict. */
  readonly value: Expression | null;
  readonly clauses: readonly ComprehensionClause[];
}

export interface StarredExpression extends ExpressionBase {
  readonly kind: "Starred";
  readonly value: Expression;
}

export interface AwaitExpression extends ExpressionBase {
  readonly kind: "Await";
  readonly value: Expression;
}

export interface YieldExpression extends ExpressionBase {
  readonly kind: "Yield";
  readonly value: Expression | null;
  readonly from: boolean;
}

/** `target := value`. */
export interface NamedExpression extends ExpressionBase {
  readonly kind: "NamedExpression";
  readonly target: NameExpression;
  readonly value: Expression;
}

/** Text that is no expression; `children` are the parts of it that are. */
export interface ErrorExpression extends ExpressionBase {
  readonly kind: "ErrorExpression";
  readonly children: readonly Expression[];
}

export type Expression =
  | NameExpression
  | StringExpression
  | FormattedStringExpression
  | NumberExpression
  | ConstantExpression
  | AttributeExpression
  | CallExpression
  | SubscriptExpression
  | SliceExpression
  | UnaryExpression
  | BinaryExpression
  | BooleanExpression
  | ComparisonExpression
  | ConditionalExpression
  | LambdaExpression
  | SequenceExpression
  | DictExpression
  | ComprehensionExpression
  | StarredExpression
  | AwaitExpression
  | YieldExpression
  | NamedExpression
  | ErrorExpression;
