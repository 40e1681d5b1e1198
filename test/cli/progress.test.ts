import assert from "node:assert/strict";
import { makeProject, prelude, run } from "./project.ts";

describe("the progress of check", () => {
  const files = Array.from({ length: 60 }, (_, index) => [`job${index}.py`, prelude] as const);
  const project = makeProject(Object.fromEntries(files));
  after(() => {
    project.remove();
  });

  for (const isTerminal of [true, false])
    it(`is ${isTerminal ? "" : "not "}told where ${isTerminal ? "a person" : "nobody"} looks`, async () => {
      const { err } = await run(project.folder, ["check", "--spark-version=4.0"], "", {}, isTerminal);
      const told = [20, 40, 60].map((count) => `\rChecked ${count} of 60`).join("");
      assert.equal(err, isTerminal ? `${told}\r\u001b[K` : "");
    });
});
