import path from "node:path";

/** The repository's root folder. */
export const root = path.resolve(import.meta.dirname, "../..");

/** Downloaded and made things that git ignores and that survive a build: Python, the editor, type caches. */
export const cache = path.join(root, ".cache");

/** What a build or a test run leaves behind: the .vsix, reports, bundled tests, screenshots. */
export const out = path.join(root, "out");
