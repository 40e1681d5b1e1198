import path from "node:path";
import { addressOf } from "../../../scripts/editor/address.mjs";
import { closeBehind } from "../rig/closeBehind.ts";
import { type EditorWindow, openWindow } from "../rig/editorWindow.ts";

describe("the embedded editor", () => {
  let window: EditorWindow;

  before(async function () {
    this.timeout(120_000);
    // code-server would obey these over its arguments
    const env = { PORT: "1", LOG_LEVEL: "error", CODE_SERVER_HOST: "192.0.2.1" };
    window = await openWindow({ workspace: { "jöb #1 100%.py": "" }, env });
  });

  closeBehind(() => window);

  it("starts where it was told, and leaves them to the user's terminals", async function () {
    this.timeout(60_000);
    await window.runInTerminal('echo "is:$PORT:$LOG_LEVEL:$CODE_SERVER_HOST"');
    await window.terminal.filter({ hasText: "is:1:error:192.0.2.1" }).waitFor();
  });

  it("opens a file of any name by its address", async () => {
    const { page, folder } = window;
    await page.goto(addressOf(new URL(page.url()).origin, path.join(folder, "jöb #1 100%.py")));
    await page.locator('.tab.active[data-resource-name="jöb #1 100%.py"]').waitFor();
  });
});
