import type { Examination, Result } from './examine.ts';

/**
 * For build servers: a suite for each group, a case for each rule. What deviates but is tolerated passes, with its evidence
 * in the output of the case; what is not tested is skipped.
 */
export function writeJUnit({ endpoint, areas, counts, seconds }: Examination): string {
  const total = counts.pass + counts.fail + counts.deviates + counts.untested;
  const suites = areas.map(({ title, results }) => {
    const count = (verdict: string) => results.filter(({ outcome }) => outcome.verdict === verdict).length;
    const head = attributes({
      name: title,
      tests: results.length,
      failures: count('fail'),
      errors: 0,
      skipped: count('untested'),
    });
    return `  <testsuite${head}>\n${results.map((result) => caseOf(title, result)).join('')}  </testsuite>\n`;
  });
  const head = attributes({
    name: `signpost doctor ${endpoint}`,
    tests: total,
    failures: counts.fail,
    errors: 0,
    skipped: counts.untested,
    time: seconds,
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${head}>\n${suites.join('')}</testsuites>`;
}

function caseOf(area: string, { id, title, outcome }: Result): string {
  const begin = `    <testcase${attributes({ classname: `georeport.${area}`, name: `${id} ${title}` })}`;
  if (outcome.verdict === 'pass') return `${begin}/>\n`;
  return `${begin}>${inner(outcome)}</testcase>\n`;
}

function inner(outcome: Exclude<Result['outcome'], { verdict: 'pass' }>): string {
  if (outcome.verdict === 'untested') return `<skipped${attributes({ message: outcome.why })}/>`;
  const evidence = outcome.evidence.map(({ call, found }) => `${call}\n  ${found}`).join('\n');
  return outcome.verdict === 'fail'
    ? `<failure${attributes({ message: outcome.evidence[0]?.found ?? '' })}>${escaped(evidence)}</failure>`
    : `<system-out>${escaped(`tolerated: ${outcome.clients}\n${evidence}`)}</system-out>`;
}

const attributes = (given: Record<string, string | number>) =>
  Object.entries(given)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');

/** Evidence has no control characters any more, and no halves of characters. */
const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[\ufffe\uffff]/g, '');
