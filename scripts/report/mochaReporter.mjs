import Mocha from "mocha";

/**
 * Mocha's dots on the terminal, and its JSON report in the file that SHUFFLEWISE_REPORT names.
 * A run that crashes leaves no report, so whoever reads it need not trust an exit status.
 */
export default class DotsAndReport extends Mocha.reporters.Dot {
  /** @param {Mocha.Runner} runner @param {Mocha.MochaOptions} options */
  constructor(runner, options) {
    super(runner, options);
    const output = process.env.SHUFFLEWISE_REPORT;
    const withFile = { ...options, reporterOption: { output } };
    if (output) new Mocha.reporters.JSON(runner, withFile);
  }
}
