/** The text of a Jupyter notebook of Python with these cells, as Jupyter writes it. */
export const notebookJson = (...cells: readonly object[]): string =>
  JSON.stringify(
    {
      cells,
      metadata: { kernelspec: { name: "python3", language: "python" }, language_info: { name: "python" } },
      nbformat: 4,
      nbformat_minor: 5,
    },
    null,
    1,
  );

export const codeCell = (source: string): object => ({
  cell_type: "code",
  execution_count: null,
  metadata: {},
  outputs: [],
  source: source.split(/(?<=\n)/),
});

export const markdownCell = (source: string): object => ({
  cell_type: "markdown",
  metadata: {},
  source: [source],
});
