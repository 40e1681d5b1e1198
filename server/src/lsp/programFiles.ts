import { analyze, type Analysis } from "../analysis/analyze.ts";
import type { Options } from "../analysis/options.ts";
import { isNotebookName } from "../analysis/notebook.ts";
import { isSqlName } from "./documentKind.ts";
import { modulePath, timeBudget } from "./documents.ts";
import { nextTurn } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";

/**
 * The other files of a document's program that have a word in their text: those that are tied to it by imports, also
 * by way of each other. Files of SQL are programs of their own, and so are notebooks that are not open.
 */
export async function programFiles(
  context: ServerContext,
  uri: string,
  analysis: Analysis,
  word: string,
): Promise<readonly Analysis[]> {
  const engine = await context.engine;
  const own = modulePath(uri);
  if (own === null || !engine.modules) return [];
  const naming = new Map<string, NamingFile>([
    [own, { uri, text: analysis.text, options: analysis.options }],
  ]);
  const wanted = word.toLowerCase();
  for (const other of await context.workspaceFiles.uris()) {
    const path = modulePath(other);
    if (path === null || path === own || isSqlName(other) || isNotebookName(other)) continue;
    const open = context.documents.openFile(other);
    const file = open ? { text: open.getText(), options: null } : await context.workspaceFiles.source(other);
    if (file?.text.toLowerCase().includes(wanted) === true)
      naming.set(path, { uri: open?.uri ?? other, ...file });
  }
  const found: Analysis[] = [];
  for (const path of tied(own, naming, engine.modules.filesBehind)) {
    await nextTurn();
    const file = naming.get(path);
    const made = file && path !== own ? await analysisOf(context, file) : null;
    if (made) found.push(made);
  }
  return found;
}

/** A file that has the word in its text. */
interface NamingFile {
  readonly uri: string;
  readonly text: string;
  /** How it is read; null for an open document, which knows. */
  readonly options: Options | null;
}

/** The files that share a file with the first one, or with one that does. */
function tied(
  first: string,
  files: ReadonlyMap<string, { readonly text: string }>,
  behind: (path: string, text: string) => ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const reads = new Map(
    [...files].map(([path, { text }]) => [
      path,
      [path, ...[...behind(path, text).keys()].filter((each) => files.has(each))],
    ]),
  );
  const readers = new Map<string, string[]>();
  for (const [path, shared] of reads)
    for (const each of shared) {
      const others = readers.get(each);
      if (others) others.push(path);
      else readers.set(each, [path]);
    }
  const found = new Set([first]);
  for (const path of found)
    for (const each of reads.get(path) ?? []) {
      found.add(each);
      for (const reader of readers.get(each) ?? []) found.add(reader);
    }
  return found;
}

async function analysisOf(
  { documents, engine }: ServerContext,
  { uri, text, options }: NamingFile,
): Promise<Analysis | null> {
  if (options === null) return (await documents.check(uri))?.analysis ?? null;
  return analyze(await engine, text, options, undefined, timeBudget(), modulePath(uri));
}
