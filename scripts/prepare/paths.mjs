import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root folder. Spelt for any Node: too old a one is told of later. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** Downloaded and made things that git ignores and that survive a build: Python, the editor, type caches. */
export const cache = path.join(root, ".cache");

/** What a build or a test run leaves behind: the .vsix, reports, bundled tests, screenshots. */
export const out = path.join(root, "out");
