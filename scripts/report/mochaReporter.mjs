import Mocha from "mocha";

/**
 * Mocha's dots on the terminal, and its JSON report in the file that SHUFFLEWISE_REPORT names.
 * A run that crashes leaves no report, so whoever reads it need not trust an exit status; what had failed until then,
 * and how long that took, stands among the dots.
 */
export default class DotsAndReport extends Mocha.reporters.Dot {
  /** @param {Mocha.Runner} runner @param {Mocha.MochaOptions} options */
  constructor(runner, options) {
    super(runner, options);
    const output = process.env.SHUFFLEWISE_REPORT;
    const withFile = { ...options, reporterOption: { output } };
    if (output) new Mocha.reporters.JSON(runner, withFile);
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test, /** @type {Error} */ error) => {
      const seconds = ((test.duration ?? 0) / 1000).toFixed(1);
      process.stdout.write(`\n  failed after ${seconds} s: ${test.fullTitle()}: ${error.message}\n`);
    });
  }
}
