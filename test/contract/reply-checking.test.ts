import { afterEach, expect, test } from '@jest/globals';
import type { Operations } from '../../src/http/operation.ts';
import { createLog } from '../../src/platform/log.ts';
import { call, errorsOf, PLACE, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

/** Proof that no answer leaves the tests' server unless the contract says so. */
let app: TestApp | undefined;
afterEach(() => app?.stop());

/** Answers with the case changed by hand, as a wrong query would. */
const changing =
  (change: (item: Record<string, unknown>) => void) =>
  (composed: Operations): Operations => ({
    ...composed,
    'requests.get': async (given) => {
      const reply = await composed['requests.get'](given);
      const list = ('json' in reply ? JSON.parse(reply.json) : []) as Record<string, unknown>[];
      list.forEach(change);
      return { status: 200, json: JSON.stringify(list) };
    },
  });

async function statuses(operations?: (composed: Operations) => Operations, checkReplies = true) {
  app = await startApp({
    ...(operations === undefined ? {} : { operations }),
    // The failures are meant: they need not be in the output of the tests.
    http: { checkReplies, log: createLog('silent') },
  });
  const city = await createCity(app.db);
  const number = await submitted(app, city, { service_code: 'LAMP', ...PLACE, email: 'a@b.pl' });
  const [json, xml] = [
    await call(app, `/open311/v2/requests/${number}.json`),
    await call(app, `/open311/v2/requests/${number}.xml`),
  ];
  if (json.status === 500) {
    expect(errorsOf(json)).toEqual([expect.objectContaining({ code: 500, type: 'internal' })]);
    expect(json.text + xml.text).not.toContain('a@b.pl');
  }
  return [json.status, xml.status];
}

test('the unchanged operation answers', async () => {
  expect(await statuses()).toEqual([200, 200]);
});

test.each([
  ['a column too many', (item: Record<string, unknown>) => (item['email'] = 'a@b.pl')],
  ['a column too few', (item: Record<string, unknown>) => delete item['zipcode']],
  ['a number for an identifier', (item: Record<string, unknown>) => (item['service_request_id'] = 1)],
  ['an unknown status', (item: Record<string, unknown>) => (item['status'] = 'waiting')],
  ['no time', (item: Record<string, unknown>) => (item['requested_datetime'] = 'today')],
])('%s is 500 in both formats', async (_, change) => {
  expect(await statuses(changing(change))).toEqual([500, 500]);
});

test('it is the check that notices', async () => {
  expect(
    await statuses(
      changing((item) => (item['email'] = 'x')),
      false,
    ),
  ).toEqual([200, 200]);
});
