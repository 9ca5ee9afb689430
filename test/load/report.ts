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
  met: boolean;
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
  return {
    id: figure.id,
    title: figure.title,
    reference: figure.reference,
    goal: 'atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`,
    met: 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost,
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

/** Puts the table between its two marks in the README. */
export async function writeTable(measured: readonly Measured[]): Promise<void> {
  const [first] = measured;
  if (first === undefined) return;
  const { model = 'unknown' } = cpus()[0] ?? {};
  const machine = `${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const rows = measured.map(
    (one) =>
      `| ${one.title} | ${one.reference} | ${one.ratio.toFixed(2)} (${one.spread.map((edge) => edge.toFixed(2)).join('–')}) | ${one.goal} ${one.met ? '✓' : '✗'} | ${amount(one.ours)} | ${amount(one.against)} ${one.unit} |`,
  );
  const table = [
    `Commit ${first.commit}, ${new Date().toISOString().slice(0, 10)}, ${first.rounds} rounds, ${first.cases.toLocaleString('en')} cases. ${machine}; server, database and load generator share it.`,
    '',
    '| work | held against | ratio, median (spread) | goal | Signpost | reference |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
  const text = readFileSync(README, 'utf8');
  const written = text.replace(
    /(<!-- table -->\n)[^]*?(\n<!-- end -->)/,
    (_all, begin: string, end: string) => begin + table + end,
  );
  writeFileSync(README, await format(written, { ...(await resolveConfig(README)), filepath: README }));
}

export const amount = (value: number) =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
