/**
 * Checks every Python file and notebook of the workspace and publishes what it finds; reports progress and can be cancelled.
 * Run by the server (workspace/executeCommand), without arguments.
 */
export const checkWorkspaceCommand = "shufflewise.checkWorkspace";

/** What `checkWorkspaceCommand` answers. */
export interface CheckWorkspaceResult {
  readonly files: number;
  readonly findings: number;
  /** True when the user ended it early. */
  readonly cancelled: boolean;
  /** Files that could not be read, as URIs. */
  readonly unreadable: readonly string[];
}

/** Applies the fixes of one document until nothing changes. Run by the server with one `FixAllArguments`. */
export const fixAllCommand = "shufflewise.fixAll";

export interface FixAllArguments {
  readonly uri: string;
  /** Only this rule's fixes; all rules' when absent. */
  readonly rule?: string;
  /** "suggested" applies safe and suggested fixes. */
  readonly safety: "safe" | "suggested";
}

/** What `fixAllCommand` answers. */
export interface FixAllResult {
  /** False when there was nothing to fix, or when the editor refused the edit. */
  readonly applied: boolean;
}

/** Offers the safe fixes of all files of the workspace in one preview, notebooks only where they are open. Run by the server, without arguments. */
export const fixWorkspaceCommand = "shufflewise.fixWorkspace";

/** What `fixWorkspaceCommand` answers. */
export interface FixWorkspaceResult {
  /** Files that there is something to fix in. */
  readonly files: number;
  /** False when there was nothing to fix, or when the user took it back. */
  readonly applied: boolean;
  /** How many notebooks have safe fixes that were left out, since they are not open. */
  readonly closedNotebooks: number;
}

/** Shows a rule's page. Run by the client with the rule's id as its one argument; see `InitializationOptions.commands`. */
export const openRulePageCommand = "shufflewise.openRulePage";
