import { expect, test } from '@jest/globals';
import { Together } from '../../src/platform/together.ts';
import { until } from '../support/embedded-postgres.ts';

/** Questions that stay on their way until the test answers them. */
function onTheWay() {
  const sent: { keys: string[]; answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const together = new Together<string>(
    (keys) =>
      new Promise((resolve, reject) => {
        sent.push({
          keys,
          answer: (value) =>
            resolve(new Map(keys.filter((key) => key !== 'none').map((key) => [key, value]))),
          fail: reject,
        });
      }),
  );
  return { sent, together };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a question that comes while another is on its way goes with the next, and is not answered by what was asked before', async () => {
  const { sent, together } = onTheWay();
  const first = together.get('a');
  await turn();
  const later = [together.get('a'), together.get('b'), together.get('b'), together.get('none')];
  await turn();
  expect(sent.map(({ keys }) => keys)).toEqual([['a']]);
  sent[0]?.answer('old');
  await expect(first).resolves.toBe('old');
  await turn();
  expect(sent.map(({ keys }) => keys)).toEqual([['a'], ['a', 'b', 'none']]);
  sent[1]?.answer('new');
  await expect(Promise.all(later)).resolves.toEqual(['new', 'new', 'new', undefined]);
});

test('a question that hangs does not keep the next ones waiting', async () => {
  const { sent, together } = onTheWay();
  const hanging = together.get('a');
  await turn();
  const next = together.get('b');
  await until(() => Promise.resolve(sent.length === 2));
  expect(sent.map(({ keys }) => keys)).toEqual([['a'], ['b']]);
  sent[1]?.answer('here');
  await expect(next).resolves.toBe('here');
  sent[0]?.answer('late');
  await expect(hanging).resolves.toBe('late');
});

test('a failure is told to those who asked together, and the next ones are asked all the same', async () => {
  const { sent, together } = onTheWay();
  const failing = Promise.allSettled([together.get('a'), together.get('b')]);
  await turn();
  const next = together.get('c');
  sent[0]?.fail(new Error('away'));
  expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await turn();
  sent[1]?.answer('here');
  await expect(next).resolves.toBe('here');
});
