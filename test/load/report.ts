import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Figure } from './figure.ts';
import { median } from './measure.ts';

const README = fileURLToPath(new URL('README.md', import.meta.url));

/** One figure, measured. */
export type Measured = {
  id: string;
  title: string;
  reference: string;
  goal: string;
  /** Absent where there is no goal. */
  met?: boolean;
  /** Median of the ratios of the rounds, and the least and the greatest of them. */
  ratio: number;
  spread: [number, number];
  rounds: number;
  unit: Figure['unit'];
  /** Medians of both sides. */
  ours: number;
  against: number;
  cases: number;
  commit: string;
};

export function summary(
  figure: Figure,
  rounds: readonly { ours: number; reference: number }[],
  cases: number,
): Measured {
  const ratios = rounds.map(({ ours, reference }) => ours / reference);
  const ratio = median(ratios);
  const { goal } = figure;
  const judged =
    goal === undefined
      ? { goal: 'no goal' }
      : 'atLeast' in goal
        ? { goal: `≥ ${goal.atLeast}`, met: ratio >= goal.atLeast }
        : { goal: `≤ ${goal.atMost}`, met: ratio <= goal.atMost };
  return {
    id: figure.id,
    title: figure.title,
    reference: figure.reference,
    ...judged,
    ratio,
    spread: [Math.min(...ratios), Math.max(...ratios)],
    rounds: rounds.length,
    unit: figure.unit,
    ours: median(rounds.map(({ ours }) => ours)),
    against: median(rounds.map(({ reference }) => reference)),
    cases,
    commit: commit(),
  };
}

const commit = () => {
  const git = (...given: string[]) => execFileSync('git', given, { encoding: 'utf8' }).trim();
  return (
    git('rev-parse', '--short', 'HEAD') +
    (git('status', '--porcelain', 'src', 'migrations') === '' ? '' : ' and changes')
  );
};

const HEAD =
  '| work | held against | ratio, median (spread) | goal | Signpost | reference | rounds, cases, commit |';

const cells = (row: string) =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const rowOf = (one: Measured) => {
  const mark = one.met === undefined ? '' : one.met ? ' ✓' : ' ✗';
  return `| ${[
    one.title,
    one.reference,
    `${one.ratio.toFixed(2)} (${one.spread.map((edge) => edge.toFixed(2)).join('–')})`,
    one.goal + mark,
    amount(one.ours),
    `${amount(one.against)} ${one.unit}`,
    `${one.rounds}, ${one.cases.toLocaleString('en')}, ${one.commit}`,
  ].join(' | ')} |`;
};

/** Puts rows into the table between its two marks in the README; those of figures that were not measured now stay. */
export async function writeTable(measured: readonly Measured[], figures: readonly Figure[]): Promise<void> {
  const text = readFileSync(README, 'utf8');
  const nameOf = (one: { title: string; reference: string }) => `${one.title} ${one.reference}`;
  const rows = new Map(
    text
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => [cells(line).slice(0, 2).join(' '), line]),
  );
  for (const one of measured) rows.set(nameOf(one), rowOf(one));
  const { model = 'unknown' } = cpus()[0] ?? {};
  const machine = `${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const table = [
    `${new Date().toISOString().slice(0, 10)}, ${machine}; server, database and load generator share it.`,
    '',
    HEAD,
    HEAD.replace(/[^|]+/g, ' --- '),
    ...figures.flatMap((figure) => rows.get(nameOf(figure)) ?? []),
  ].join('\n');
  const written = text.replace(
    /(<!-- table -->\n)[^]*?(\n<!-- end -->)/,
    (_all, begin: string, end: string) => begin + table + end,
  );
  writeFileSync(README, await format(written, { ...(await resolveConfig(README)), filepath: README }));
}

export const amount = (value: number) =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
