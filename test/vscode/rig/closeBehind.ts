import type { EditorWindow } from "./editorWindow.ts";

/** Closes a suite's window behind its tests; of a test that fails a picture is kept. */
export function closeBehind(window: () => EditorWindow | undefined): void {
  after(() => window()?.close());

  afterEach(async function () {
    if (this.currentTest?.state !== "failed") return;
    // A window that hangs has no picture; a hook that fails would hide the tests behind it.
    await window()
      ?.screenshot(`failed ${this.currentTest.fullTitle()}`)
      .catch(() => undefined);
  });
}
