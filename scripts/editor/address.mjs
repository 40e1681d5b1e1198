import { statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The page of the embedded editor that shows a folder, or a file in its folder.
 * @param {string} url of the server
 * @param {string} target an absolute path
 * @returns {string}
 */
export function addressOf(url, target) {
  const address = new URL(url);
  const isFolder = statSync(target).isDirectory();
  address.searchParams.set("folder", isFolder ? target : path.dirname(target));
  if (!isFolder) {
    // Escaped: a name may hold what means something in a URI.
    const file = `vscode-remote://${address.host}${pathToFileURL(target).pathname}`;
    address.searchParams.set("payload", JSON.stringify([["openFile", file]]));
  }
  return address.href;
}
