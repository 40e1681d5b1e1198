import type { CancellationToken } from "vscode-languageserver";

/** Counts changes, and wakes those who wait for the next one. */
export interface ChangeSignal {
  readonly count: () => number;
  readonly raise: () => void;
  /** Resolves when there were changes after the count `seen`, or when the token is cancelled. */
  readonly after: (seen: number, token: CancellationToken) => Promise<void>;
}

/** A signal that nobody has raised yet. */
export function createChangeSignal(): ChangeSignal {
  let changes = 0;
  const waiting = new Set<() => void>();
  return {
    count: () => changes,
    raise() {
      changes++;
      for (const wake of [...waiting]) wake();
    },
    after: (seen, token) =>
      new Promise((resolve) => {
        if (changes > seen || token.isCancellationRequested) {
          resolve();
          return;
        }
        const wake = (): void => {
          waiting.delete(wake);
          subscription.dispose();
          resolve();
        };
        const subscription = token.onCancellationRequested(wake);
        waiting.add(wake);
      }),
  };
}
