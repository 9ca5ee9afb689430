/** Tells at the end of a run, one line each, which tests were skipped and what was missing. */
export default class SkipReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.testResults
      .flatMap((file) => file.testResults)
      .filter((test) => test.status === 'pending')
      .map((test) => test.fullName);
    if (skipped.length === 0) return;
    process.stderr.write(`\nSkipped ${skipped.length}:\n${skipped.map((name) => `  ${name}\n`).join('')}`);
  }
}
