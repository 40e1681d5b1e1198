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

export interface ExpressionStatement extends Span {
  readonly kind: "Expression";
  readonly value: Expression;
}

/** `a = b = value`: two targets. */
export interface AssignStatement extends Span {
  readonly kind: "Assign";
  readonly targets: readonly Expression[];
  readonly value: Expression;
}

export interface AnnotatedAssignStatement extends Span {
  readonly kind: "AnnotatedAssign";
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | null;
}

export interface AugmentedAssignStatement extends Span {
  readonly kind: "AugmentedAssign";
  readonly target: Expression;
  readonly operator: BinaryOperator;
  readonly value: Expression;
}

/** `import a.b as c`: module "a.b", alias c. */
export interface ImportStatement extends Span {
  readonly kind: "Import";
  readonly names: readonly (Span & { readonly module: string; readonly alias: Identifier | null })[];
}

export interface ImportFromStatement extends Span {
  readonly kind: "ImportFrom";
  /** Without the leading dots; may be empty. */
  readonly module: string;
  /** The number of leading dots. */
  readonly level: number;
  /** Null for `*`. */
  readonly names: readonly (Span & { readonly name: Identifier; readonly alias: Identifier | null })[] | null;
}

/** `elif` is an If alone in `orelse`. */
export interface IfStatement extends Span {
  readonly kind: "If";
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}

export interface ForStatement extends Span {
  readonly kind: "For";
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
  readonly isAsync: boolean;
}

export interface WhileStatement extends Span {
  readonly kind: "While";
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly orelse: readonly Statement[];
}

export interface ExceptHandler extends Span {
  readonly type: Expression | null;
  readonly name: Identifier | null;
  readonly body: readonly Statement[];
}

export interface TryStatement extends Span {
  readonly kind: "Try";
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Statement[];
  readonly finalizer: readonly Statement[];
}

export interface WithStatement extends Span {
  readonly kind: "With";
  readonly items: readonly (Span & { readonly context: Expression; readonly target: Expression | null })[];
  readonly body: readonly Statement[];
  readonly isAsync: boolean;
}

export interface FunctionStatement extends Span {
  readonly kind: "Function";
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly returns: Expression | null;
  readonly body: readonly Statement[];
  /** The expressions behind `@`. `start` of the function is its first decorator's `@`. */
  readonly decorators: readonly Expression[];
  readonly isAsync: boolean;
}

export interface ClassStatement extends Span {
  readonly kind: "Class";
  readonly name: Identifier;
  readonly args: readonly Argument[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
}

export interface ReturnStatement extends Span {
  readonly kind: "Return";
  readonly value: Expression | null;
}

export interface RaiseStatement extends Span {
  readonly kind: "Raise";
  readonly value: Expression | null;
  readonly cause: Expression | null;
}

export interface AssertStatement extends Span {
  readonly kind: "Assert";
  readonly test: Expression;
  readonly message: Expression | null;
}

export interface DeleteStatement extends Span {
  readonly kind: "Delete";
  readonly targets: readonly Expression[];
}

export interface ScopeStatement extends Span {
  readonly kind: "Global" | "Nonlocal";
  readonly names: readonly Identifier[];
}

export interface SimpleStatement extends Span {
  readonly kind: "Pass" | "Break" | "Continue";
}

/** Pattern variables are `captures`; the pattern's values (`case Color.RED:`) are `values`. */
export interface MatchCase extends Span {
  readonly captures: readonly Identifier[];
  readonly values: readonly Expression[];
  readonly guard: Expression | null;
  readonly body: readonly Statement[];
}

export interface MatchStatement extends Span {
  readonly kind: "Match";
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}

/** `type X[T] = value`. */
export interface TypeAliasStatement extends Span {
  readonly kind: "TypeAlias";
  readonly name: Identifier;
  readonly value: Expression;
}

/** Text that is no statement; the parts of it that are, in order. */
export interface ErrorStatement extends Span {
  readonly kind: "ErrorStatement";
  readonly children: readonly (Expression | Statement)[];
}

export type Statement =
  | ExpressionStatement
  | AssignStatement
  | AnnotatedAssignStatement
  | AugmentedAssignStatement
  | ImportStatement
  | ImportFromStatement
  | IfStatement
  | ForStatement
  | WhileStatement
  | TryStatement
  | WithStatement
  | FunctionStatement
  | ClassStatement
  | ReturnStatement
  | RaiseStatement
  | AssertStatement
  | DeleteStatement
  | ScopeStatement
  | SimpleStatement
  | MatchStatement
  | TypeAliasStatement
  | ErrorStatement;
