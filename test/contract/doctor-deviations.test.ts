import { describe, expect, test } from '@jest/globals';
import { examine } from '../../sdk/cli/src/doctor/index.ts';
import { DEVIATIONS_OF_CALLS } from '../support/deviations-of-calls.ts';
import { DEVIATIONS_OF_CASES } from '../support/deviations-of-cases.ts';
import { DEVIATIONS_OF_CATALOGUES } from '../support/deviations-of-catalogues.ts';
import { startStandIn } from '../support/stand-in.ts';
import type { Deviation } from '../support/stand-in.ts';
import { STAND_IN } from '../support/stand-in-city.ts';

const DEVIATIONS = [...DEVIATIONS_OF_CATALOGUES, ...DEVIATIONS_OF_CASES, ...DEVIATIONS_OF_CALLS];

async function examined(deviation?: Deviation) {
  const server = await startStandIn(deviation);
  try {
    return await examine({
      url: new URL(server.url),
      jurisdiction: STAND_IN.jurisdiction,
      key: STAND_IN.key,
      write: true,
    });
  } finally {
    await server.stop();
  }
}
const resultsOf = ({ areas }: Awaited<ReturnType<typeof examined>>) =>
  areas.flatMap(({ results }) => results);
const found = (examination: Awaited<ReturnType<typeof examined>>) =>
  resultsOf(examination).filter(({ outcome }) => ['fail', 'deviates'].includes(outcome.verdict));

describe('signpost doctor on a stand-in', () => {
  test('that keeps to the standard finds nothing, tests everything, and has a deviation for every rule', async () => {
    const examination = await examined();
    expect(resultsOf(examination).filter(({ outcome }) => outcome.verdict !== 'pass')).toEqual([]);
    const rules = resultsOf(examination).map(({ id }) => id);
    expect(new Set(rules).size).toBe(rules.length);
    const planted = new Set(DEVIATIONS.flatMap((deviation) => deviation.rules));
    expect(rules.filter((id) => !planted.has(id))).toEqual([]);
  });

  test('has every deviation once', () => {
    expect(new Set(DEVIATIONS.map(({ name }) => name)).size).toBe(DEVIATIONS.length);
    expect(DEVIATIONS.length).toBeGreaterThanOrEqual(45);
  });

  test.each(DEVIATIONS.map((deviation) => [deviation.name, deviation] as const))(
    'finds: %s',
    async (_name, deviation) => {
      const seen = found(await examined(deviation));
      expect(seen.map(({ id }) => id)).toEqual(deviation.rules);
      expect(seen.map(({ outcome }) => outcome.verdict)).toContain(deviation.verdict);
      for (const { outcome } of seen) {
        if (!('evidence' in outcome)) throw new Error('no evidence');
        expect(outcome.evidence[0]?.call).toMatch(/^(GET|HEAD|OPTIONS|POST) \/v2\/.* → /);
        expect(JSON.stringify(outcome)).not.toContain(STAND_IN.key);
      }
    },
  );
});
