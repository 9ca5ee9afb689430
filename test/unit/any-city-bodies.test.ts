import { expect, test } from '@jest/globals';
import { Findings } from '../../sdk/src/any-city/findings.ts';
import { readBody } from '../../sdk/src/any-city/read-body.ts';

/** Milliseconds for half a body of so many quotes, the least of three: other programs only ever add to it. */
function timeOf(quotes: number): number {
  const half = new TextEncoder().encode(`{"id":12345678901234567890,"texts":[${'"\\'.repeat(quotes)}`);
  const response = new Response('', { headers: { 'content-type': 'application/json' } });
  const times = [1, 2, 3].map(() => {
    const began = performance.now();
    expect(readBody(response, half, undefined, new Findings())).toMatch(/neither whole JSON nor XML/);
    return performance.now() - began;
  });
  return Math.min(...times);
}

test('Half a body in JSON takes time in proportion to its size', () => {
  timeOf(1_000);
  // Sixteen times as much: about 16 times as long, and 256 times where each quote looks for its end.
  expect(timeOf(160_000) / Math.max(timeOf(10_000), 0.05)).toBeLessThan(80);
});
