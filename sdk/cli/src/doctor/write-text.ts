import { styleText } from 'node:util';
import type { Examination, Result, Verdict } from './examine.ts';

const MARKS: Record<Verdict, string> = { pass: '✓', fail: '✗', deviates: '~', untested: '·' };
const STYLES = { pass: 'green', fail: 'red', deviates: 'yellow', untested: 'gray' } as const;

/** For people: one line for each rule in its group, and below what is wrong the evidence. */
export function writeText(examination: Examination, given: { colour: boolean }): string {
  const { endpoint, jurisdiction, areas, counts, calls, seconds, ended } = examination;
  const paint = (verdict: Verdict, text: string) =>
    given.colour ? styleText(STYLES[verdict], text, { validateStream: false }) : text;
  const strong = (text: string) => (given.colour ? styleText('bold', text, { validateStream: false }) : text);
  const width = Math.max(...areas.flatMap(({ results }) => results.map(({ id }) => id.length)));
  const lines = [strong(`${endpoint}${jurisdiction === undefined ? '' : ` (${jurisdiction})`}`)];
  for (const { title, results } of areas) {
    lines.push('', strong(title));
    for (const result of results) {
      const { verdict } = result.outcome;
      lines.push(`  ${paint(verdict, MARKS[verdict])} ${result.id.padEnd(width)}  ${result.title}`);
      lines.push(...below(result).map((line) => `      ${paint(verdict, line)}`));
    }
  }
  const rules = counts.pass + counts.fail + counts.deviates + counts.untested;
  const verdicts = [
    `${counts.pass} pass`,
    paint('fail', `${counts.fail} fail`),
    paint('deviates', `${counts.deviates} deviate but are tolerated`),
    `${counts.untested} not tested`,
  ];
  lines.push('', `${rules} rules: ${verdicts.join(', ')}. ${calls} calls in ${seconds} s.`);
  if (ended !== undefined) lines.push(paint('fail', `The examination ended early: ${ended}.`));
  return lines.join('\n');
}

function below({ outcome }: Result): string[] {
  if (outcome.verdict === 'pass') return [];
  if (outcome.verdict === 'untested') return [`not tested: ${outcome.why}`];
  const evidence = outcome.evidence.flatMap(({ call, found }) => [call, `  ${found}`]);
  return outcome.verdict === 'fail' ? evidence : [...evidence, `Clients: ${outcome.clients}`];
}
