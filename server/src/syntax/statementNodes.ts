import type { Argument, BinaryOperator, Expression, Identifier, Parameter, Span } from "./expressionNodes.ts";

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
