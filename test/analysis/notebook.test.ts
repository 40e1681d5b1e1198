import assert from "node:assert/strict";
import fc from "fast-check";
import { readNotebook, type Notebook } from "../../server/src/analysis/notebook.ts";
import { joinCells } from "../../server/src/analysis/notebookText.ts";

interface CellSource {
  readonly cell_type?: string;
  readonly source: string | readonly string[];
}

function json(cells: readonly CellSource[], language = "python"): string {
  const whole = cells.map(({ cell_type = "code", source }) => ({ cell_type, metadata: {}, source }));
  return JSON.stringify(
    { cells: whole, metadata: { language_info: { name: language } }, nbformat: 4 },
    null,
    1,
  );
}

function read(cells: readonly CellSource[], language?: string): Notebook {
  const notebook = readNotebook(json(cells, language));
  assert.ok("text" in notebook);
  return notebook;
}

/** The text with one line's end before each border, where cells may have more, or none. */
const asCells = (text: string): string =>
  text.trimEnd().replaceAll(/(?<=.)\s*(# %% cell \d+(\n|$))/gs, "\n$1");

describe("notebooks", () => {
  it("are one text of their code cells", () => {
    const cells = [
      { source: ["a = 1\n", "b = 2"] },
      { cell_type: "markdown", source: "# Title" },
      { source: "c = 3\n" },
    ];
    assert.equal(read(cells).text, "# %% cell 1\na = 1\nb = 2\n# %% cell 2\nc = 3\n");
  });

  const magics: readonly [source: string, python: string][] = [
    ["%time x = 1", "#time x = 1"],
    ["  !ls", "  #ls"],
    ["?df", "#df"],
    ["df.show?", "#f.show?"],
    ["x = !ls -l", "x = 0#s -l"],
    ["rows = %sql select 1", "rows = 0#ql select 1"],
    ["%%bash\necho 1\n\nls", "#%bash\n#cho 1\n\n#s"],
    ["%md\n# Titles are (words", "#md\n# Titles are (words"],
    ["%sql select 1", "#sql select 1"],
    ["%%time\ndf.count()", "#%time\ndf.count()"],
    ["x = (a\n  % b)", "x = (a\n  % b)"],
    ["x = (a\n!= b)", "x = (a\n!= b)"],
  ];
  for (const [source, python] of magics)
    it(`take ${JSON.stringify(source)} for ${JSON.stringify(python)}`, () => {
      const notebook = read([{ source }]);
      assert.equal(notebook.text, `# %% cell 1\n${python}\n`);
      assert.equal(python.length, source.length);
      const changed = notebook.withText(`${notebook.text}y = 1\n`);
      assert.ok("json" in changed);
      assert.ok(changed.json.includes(JSON.stringify(`${source}\ny = 1`)));
    });

  it("have cells of SQL as files of Databricks have them, there and back", () => {
    const source = "%%sql\nSELECT a\n\n  FORM t";
    const notebook = read([{ source: "x = 1" }, { source }, { source: "y = 2" }]);
    const marked = "# MAGIC %sql\n# MAGIC SELECT a\n# MAGIC \n# MAGIC   FORM t\n";
    assert.equal(notebook.text, `# %% cell 1\nx = 1\n# %% cell 2\n${marked}# %% cell 3\ny = 2\n`);
    const place = notebook.place(notebook.text.indexOf("FORM"));
    assert.deepEqual([place?.cell, place?.line], [2, 4]);
    const changed = notebook.withText(notebook.text.replace("FORM", "FROM"));
    assert.ok("json" in changed);
    assert.ok(changed.json.includes(JSON.stringify(source.replace("FORM", "FROM"))));
    assert.ok(changed.json.includes(JSON.stringify("y = 2")));
  });

  it("know where a place of the text stands in the file", () => {
    const cells = [{ source: ['x = "\\t\u00e9"\n', "y = df.count()"] }, { source: "z = 1" }];
    const file = json(cells);
    const notebook = readNotebook(file);
    assert.ok("text" in notebook);
    for (const [word, cell, line] of [
      ["x =", 1, 1],
      ["y =", 1, 2],
      ["count", 1, 2],
      ["z =", 2, 1],
    ] as const) {
      const place = notebook.place(notebook.text.indexOf(word));
      assert.deepEqual([place?.cell, place?.line], [cell, line]);
      assert.ok(file.startsWith(word, place?.offset));
    }
    const escaped = notebook.place(notebook.text.indexOf("\u00e9"));
    assert.ok(file.startsWith("\u00e9", escaped?.offset));
  });

  it("are written back as they were, but for what changed", () => {
    const cells = [{ source: ["a = 1\n", "b = 2"] }, { source: ["c = 3"] }, { source: "d = 4\n" }];
    const file = json(cells);
    const notebook = readNotebook(file);
    assert.ok("text" in notebook);
    assert.deepEqual(notebook.withText(notebook.text), { json: file });
    assert.deepEqual(notebook.withText(notebook.text.replace("b = 2", "b = 2\nb2 = 2")), {
      json: json([{ source: ["a = 1\n", "b = 2\n", "b2 = 2"] }, ...cells.slice(1)]),
    });
    assert.deepEqual(notebook.withText(notebook.text.replace("d = 4", 'd = "4"')), {
      json: json([...cells.slice(0, 2), { source: 'd = "4"\n' }]),
    });
  });

  it("are not written back when a fix touches a border or a magic", () => {
    const notebook = read([{ source: "a = 1" }, { source: "!ls" }]);
    assert.ok("problem" in notebook.withText(notebook.text.replace("# %% cell 2\n", "")));
    assert.ok("problem" in notebook.withText(notebook.text.replace("#ls", "")));
  });

  it("are edited in their cells as in the text of all cells, wherever that is possible", () => {
    const source = fc
      .array(fc.constantFrom("a = 1", "b", "", "!ls", "%time c", "# MAGIC", "\n", "\n", "\r\n"), {
        maxLength: 8,
      })
      .map((parts) => parts.join(""));
    const cell = fc.oneof(
      source,
      source.map((text) => `%%sql\n${text}`),
    );
    fc.assert(
      fc.property(
        fc.array(cell, { maxLength: 4 }),
        fc.nat(),
        fc.nat(6),
        fc.constantFrom("", "x", "x\n", "\nx"),
        (sources, from, length, newText) => {
          const joined = joinCells(sources);
          const start = from % (joined.text.length + 1);
          const end = Math.min(start + length, joined.text.length);
          const edit = joined.editInCell({ start, end, newText });
          if (edit === null) return;
          const { source: before = "", isSql, python } = joined.cells[edit.index] ?? {};
          assert.ok(edit.start <= edit.end && edit.end <= before.length);
          // A magic's stand-in is no text of the cell, and SQL has marks of ours.
          if (isSql || python !== before) return;
          const changed = before.slice(0, edit.start) + edit.newText + before.slice(edit.end);
          const again = joinCells(sources.map((each, index) => (index === edit.index ? changed : each)));
          const whole = joined.text.slice(0, start) + newText + joined.text.slice(end);
          if (again.cells[edit.index]?.python === changed) assert.equal(asCells(again.text), asCells(whole));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("in other languages have no text of ours", () => {
    assert.equal(read([{ source: "val x = 1" }], "scala").text, "");
  });

  it("may be broken in any way", () => {
    const file = json([{ source: ["a = 1\n"] }]);
    for (let length = 0; length < file.length; length++) readNotebook(file.slice(0, length));
    for (const odd of ["", "[]", "{}", '{"cells": 3}', '{"cells": [3, {"cell_type": "code"}]}'])
      readNotebook(odd);
    assert.ok("problem" in readNotebook("{}"));
  });
});
