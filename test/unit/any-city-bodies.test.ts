import { expect, test } from '@jest/globals';
import { Findings } from '../../sdk/src/any-city/findings.ts';
import { readBody } from '../../sdk/src/any-city/read-body.ts';
import { processorTime } from '../support/processor-time.ts';

/** Milliseconds for half a body of so many quotes. */
function timeOf(quotes: number, enough = 0): number {
  const half = new TextEncoder().encode(`{"id":12345678901234567890,"texts":[${'"\\'.repeat(quotes)}`);
  const response = new Response('', { headers: { 'content-type': 'application/json' } });
  return processorTime(() => {
    expect(readBody(response, half, undefined, new Findings())).toMatch(/neither whole JSON nor XML/);
  }, enough);
}

test('Half a body in JSON takes time in proportion to its size', () => {
  timeOf(1_000);
  // Sixteen times as much: about 16 times as long, and 256 times where each quote looks for its end.
  const most = 80 * Math.max(timeOf(10_000), 0.05);
  expect(timeOf(160_000, most)).toBeLessThan(most);
});
