import { existsSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { SubmitFrame, SubmitOutputEvent } from "../../../server/src/protocol/submit.ts";
import { describeRemedy } from "./submitOutcome.ts";

type Failure = Extract<SubmitOutputEvent, { kind: "failure" }>;

/** Shows the failures of runs on the lines of the source. */
export interface RunDiagnostics {
  /** Forgets what earlier runs have left. */
  readonly clear: () => void;
  /** Marks the line in the user's code where a failure was raised; gives its place, null when it is not in the code. */
  readonly add: (failure: Failure, application: string) => Promise<vscode.Location | null>;
}

/** A mark goes away with the next run, or when its file is edited. */
export function createRunDiagnostics(context: vscode.ExtensionContext): RunDiagnostics {
  const collection = vscode.languages.createDiagnosticCollection("shufflewise-run");
  context.subscriptions.push(
    collection,
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) collection.delete(document.uri);
    }),
  );
  return {
    clear: () => collection.clear(),
    add: async (failure, application) => {
      const places = await Promise.all(ownFrames(failure.frames).map((frame) => locate(frame, application)));
      const located = places.filter((place) => place !== null);
      const place = located.at(-1);
      if (place === undefined) return null;
      const text = failure.exception === null ? failure.message : `${failure.exception}: ${failure.message}`;
      const advice = failure.remedy === null ? "" : `\n${describeRemedy(failure.remedy)}`;
      const diagnostic = new vscode.Diagnostic(place.range, text + advice, vscode.DiagnosticSeverity.Error);
      diagnostic.source = "spark-submit";
      if (failure.condition !== null) diagnostic.code = failure.condition;
      diagnostic.relatedInformation = located
        .slice(0, -1)
        .toReversed()
        .map((caller) => new vscode.DiagnosticRelatedInformation(caller, vscode.l10n.t("called from here")));
      collection.set(place.uri, [...(collection.get(place.uri) ?? []), diagnostic]);
      return place;
    },
  };
}

/** Spark 4 lists a worker's frames once more behind the driver's; the driver's own are those before the first library. */
function ownFrames(frames: readonly SubmitFrame[]): readonly SubmitFrame[] {
  const firstLibrary = frames.findIndex(({ library }) => library);
  const leading = firstLibrary === -1 ? frames : frames.slice(0, firstLibrary);
  return leading.length > 0 ? leading : frames.filter(({ library }) => !library);
}

async function locate({ file, line }: SubmitFrame, application: string): Promise<vscode.Location | null> {
  const uri = await sourceOf(file, application);
  if (uri === null) return null;
  const document = await vscode.workspace.openTextDocument(uri);
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(
    Math.min(Math.max(line - 1, 0), document.lineCount - 1),
  );
  return new vscode.Location(uri, range.with(range.start.translate(0, firstNonWhitespaceCharacterIndex)));
}

/** A path of this machine, or the file of that name here when the code ran elsewhere (cluster mode, --py-files). */
async function sourceOf(file: string, application: string): Promise<vscode.Uri | null> {
  const copied = /[\\/](?:userFiles|spark|upload)-[\w-]+[\\/]/.test(file);
  if (path.isAbsolute(file) && existsSync(file) && !copied) return vscode.Uri.file(file);
  const name = path.basename(file);
  if (name === path.basename(application)) return vscode.Uri.file(application);
  const [only, ...others] = await vscode.workspace.findFiles(`**/${name}`, undefined, 2);
  return only !== undefined && others.length === 0 ? only : null;
}
