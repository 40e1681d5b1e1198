import assert from "node:assert/strict";
import * as vscode from "vscode";

describe("activation", () => {
  const extension = vscode.extensions.getExtension("shufflewise.shufflewise");

  it("comes with the first Python file", async () => {
    assert.ok(extension, "the extension is not installed");
    const document = await vscode.workspace.openTextDocument({
      language: "python",
      content: "import pyspark\n",
    });
    await vscode.window.showTextDocument(document);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it("registers every command that its manifest contributes", async () => {
    assert.ok(extension, "the extension is not installed");
    await extension.activate();
    const manifest = extension.packageJSON as { contributes?: { commands?: { command: string }[] } };
    const contributed = (manifest.contributes?.commands ?? []).map(({ command }) => command);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributed.filter((command) => !registered.has(command)),
      [],
    );
  });
});
