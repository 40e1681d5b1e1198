import type { EditorWindow } from "./editorWindow.ts";

/** Closes a suite's window behind its tests; of a test that fails a picture is kept. */
export function closeBehind(window: () => EditorWindow): void {
  after(() => window().close());

  afterEach(async function () {
    if (this.currentTest?.state === "failed")
      await window().screenshot(`failed ${this.currentTest.fullTitle()}`);
  });
}
