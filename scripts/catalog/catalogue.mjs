/**
 * One catalogue of facts: how one install is asked, and which tables of which file the answer fills.
 *
 * @typedef {object} Catalogue
 * @property {string} name what `npm run catalog -- NAME` calls it
 * @property {string} file in server/data
 * @property {string} [extractor] a script of scripts/catalog/extract; writes one JSON document to the file it is given
 * @property {(install: import("./installs.mjs").Install) => Promise<any>} [read] in place of a script: reads an install's files
 * @property {string} [by] the source of `read`, for the provenance
 * @property {readonly string[]} [arguments] handed to the extractor behind that file
 * @property {(install: import("./installs.mjs").Install) => Promise<string>} [packages] makes the folder of a package that the
 *   facts are about; handed to the extractor last
 * @property {string} about what the file holds, in one sentence, for its provenance
 * @property {(dump: any) => Readonly<Record<string, import("./versioned.mjs").Rows>>} tables one install's answer as rows by table
 * @property {boolean} [slow] the check is too slow for each test run; it runs in `npm run test:matrix`
 */

/** @param {Catalogue} catalogue */
export const defineCatalogue = (catalogue) => catalogue;
