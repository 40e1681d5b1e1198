import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow } from "../rig/editorWindow.ts";

describe("the embedded editor, where variables are set that its server would obey", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    const env = { PORT: "1", LOG_LEVEL: "error", CODE_SERVER_HOST: "192.0.2.1" };
    window = await openWindow({ workspace: { "job.py": "" }, env });
  });

  closeBehind(() => window);

  it("starts where it was told, and leaves them to the user's terminals", async function () {
    this.timeout(60_000);
    await window.runInTerminal('echo "is:$PORT:$LOG_LEVEL:$CODE_SERVER_HOST"');
    await window.terminal.filter({ hasText: "is:1:error:192.0.2.1" }).waitFor();
  });
});
