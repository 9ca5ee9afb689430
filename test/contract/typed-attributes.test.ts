import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiError, Signpost } from '../../sdk/src/index.ts';
import { Open311 } from '../../sdk/src/open311.ts';
import type { AttributeAnswer, Submission } from '../../sdk/src/index.ts';
import { writeTypes } from '../../sdk/src/typegen.ts';
import { createCity } from '../support/city.ts';
import { compile } from '../support/compile.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';
import { replay } from '../support/replay.ts';
import { runGenerated } from '../support/run-generated.ts';
import { describeWithData } from '../support/test-data.ts';
import { TYPED_SERVICES } from '../support/typed-city.ts';

/**
 * What typegen writes of a server, given to a client: wrong answers are refused here as the server refuses them there, word by
 * word, and what is refused by neither is taken.
 */

const ID = 'city.example';
const place = { lat: 51.1, long: 17.03 };

let app: TestApp;
let sent = 0;
let checked: Signpost;
let checkedAnyCity: Open311;
let unchecked: Signpost;

beforeAll(async () => {
  app = await startApp();
  const { key } = await createCity(app.db, {
    id: ID,
    services: TYPED_SERVICES.map(({ service_code, attributes = [] }) => ({
      service_code,
      attributes: attributes.map(({ code, datatype, variable = true, required = false, values }) => ({
        code,
        datatype,
        variable,
        required,
        values: values?.map(({ key, name }) => ({ key, names: { en: name } })) ?? null,
      })),
    })),
  });
  const url = `${app.url}/open311/v2`;
  const text = await writeTypes({ url, jurisdictionId: ID });
  const { services } = await runGenerated(text);
  const options = {
    jurisdictionId: ID,
    apiKey: key,
    fetch: ((...given) => {
      sent += 1;
      return fetch(...given);
    }) as typeof fetch,
  };
  unchecked = new Signpost({ ...options, baseUrl: app.url });
  checked = new Signpost({ ...options, baseUrl: app.url, services });
  checkedAnyCity = new Open311({ ...options, baseUrl: url, services });
});
afterAll(() => app.stop());

type Answers = Record<string, AttributeAnswer>;
const hole = (answers: Answers): Submission => ({
  service_code: 'HOLE',
  ...place,
  attributes: { SIZE: 'small', ...answers },
});
const unknown = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`X${index}`, 'y']));

const WRONG: [what: string, submission: Submission][] = [
  ['a service that there is not', { service_code: 'NOWHERE', ...place }],
  ['a service with a name without end', { service_code: 'N'.repeat(200), ...place }],
  ['nothing where something is required', { service_code: 'HOLE', ...place }],
  ['blanks where something is required', hole({ SIZE: ' \n ' })],
  ['null where something is required', hole({ SIZE: null })],
  ['a key that the list has not', hole({ SIZE: 'huge' })],
  ['the name of a key', hole({ SIZE: 'The small one' })],
  ['a key in another case', hole({ SIZE: 'Small' })],
  ['two keys where one belongs', hole({ SIZE: ['small', 'large'] })],
  ['a key that a long list has not', hole({ KIND: 'k23' })],
  ['one wrong key of several', hole({ LANE: ['left', 'centre'] })],
  ['a word for a number', hole({ DEPTH: 'deep' })],
  ['no number', hole({ DEPTH: NaN })],
  ['a number without end', hole({ DEPTH: Infinity })],
  ['a number that only computers write so', hole({ DEPTH: 1e21 })],
  ['two numbers', hole({ DEPTH: ['1', '2'] })],
  ['a word for a time', hole({ SEEN: 'yesterday' })],
  ['a day that there is not', hole({ SEEN: '2026-02-30' })],
  ['a time that is none', hole({ SEEN: new Date(NaN) })],
  ['two lines where one belongs', hole({ SIGN: 'one\r\ntwo' })],
  ['a line that is too long', hole({ SIGN: '😀'.repeat(1001) })],
  ['a text that is too long', hole({ STORY: 'x'.repeat(4001) })],
  ['two texts', hole({ STORY: ['a', 'b'] })],
  ['a control character', hole({ STORY: 'a\u0000b' })],
  ['a control character where something is required', hole({ SIZE: '\u0007' })],
  ['more than anybody asks for', hole(unknown(101))],
  ['too long a text that nobody asks for', hole({ OTHER: 'x'.repeat(4001) })],
  [
    'everything at once',
    hole({ SIZE: 'huge', LANE: ['up'], DEPTH: 'deep', SEEN: 'then', SIGN: 'a\nb', KIND: 'x' }),
  ],
  ['the name of the wire', { service_code: 'HOLE', ...place, attribute: { SIZE: 'huge' } }],
];

const RIGHT: [what: string, submission: Submission][] = [
  ['what is required', hole({})],
  ['a number as a number', hole({ DEPTH: 12.5 })],
  ['a number close to nothing', hole({ DEPTH: 1e-9 })],
  ['a number as a text', hole({ DEPTH: ' +12. ' })],
  ['a time as a time', hole({ SEEN: new Date() })],
  ['a day', hole({ SEEN: '2026-03-01' })],
  ['a time without a zone', hole({ SEEN: '2026-03-29 02:30' })],
  ['the same key twice', hole({ SIZE: ['small', 'small'] })],
  ['several keys', hole({ LANE: ['left', 'right'] })],
  ['no keys', hole({ LANE: [] })],
  ['characters that are two for a computer', hole({ SIGN: '😀'.repeat(1000) })],
  ['lines', hole({ STORY: 'one\r\ntwo' })],
  ['what nobody asks for', hole({ OTHER: 'x' })],
  ['as much as may be sent unasked', hole(unknown(100))],
  ['an answer to what is only shown', hole({ NOTE: 'y' })],
  ['a service that asks nothing', { service_code: 'LAMP', ...place }],
  ['the name of the wire', { service_code: 'HOLE', ...place, attribute: { SIZE: 'small' } }],
];

async function refusal(client: Signpost | Open311, submission: Submission) {
  sent = 0;
  const error: unknown = await client.requests
    .create(submission, { headers: { 'accept-language': 'en' } })
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  if (error === undefined) return { sent };
  if (!(error instanceof ApiError)) throw new Error('it failed otherwise', { cause: error });
  const { name, message, code, status, errors } = error;
  return { sent, error: { name, message, code, status, errors } };
}

describe('What a server would refuse', () => {
  test.each(WRONG)('is refused before it is sent, in the same words: %s', async (_, submission) => {
    const here = await refusal(checked, submission);
    const there = await refusal(unchecked, submission);
    expect(here).toEqual({
      sent: 0,
      error: expect.objectContaining({ errors: expect.anything() as unknown }),
    });
    expect(here.error).toEqual(there.error);
    expect(await refusal(checkedAnyCity, submission)).toEqual(here);
  });

  test.each(RIGHT)('is nothing of this: %s', async (_, submission) => {
    expect(await refusal(checked, submission)).toEqual({ sent: 1 });
    expect(await refusal(unchecked, submission)).toEqual({ sent: 1 });
  });

  test('is left to it when it is not about services and answers', async () => {
    const nowhere = { service_code: 'HOLE', attributes: { SIZE: 'small' } };
    const here = await refusal(checked, nowhere);
    expect(here).toEqual(await refusal(unchecked, nowhere));
    expect(here.sent).toBe(1);
  });
});

describeWithData(
  'Recorded cities',
  ['open311/cfa_services.xml', 'open311/cfa_service_definition.xml'],
  (path) => {
    const folder = dirname(path);
    const recording = {
      'services.xml': '200 cfa_services.xml',
      'services/CODE.xml': '200 cfa_service_definition.xml',
    };

    test('San Francisco, 2010, in XML: services that ask nothing', async () => {
      const server = await replay(folder, recording);
      try {
        const text = await writeTypes({ url: server.url.href, jurisdictionId: 'sfgov.org' });
        expect(compile({ 'services.ts': text }, 'sources')).toEqual({ 'services.ts': [] });
        expect(text.match(/Record<string, never>;/g)).toHaveLength(36);
        expect(text).toContain('   * Cans_Left_Out_24x7\n');
      } finally {
        await server.stop();
      }
    });

    test('San Francisco, 2010, as if all services asked what the one does that was recorded', async () => {
      const server = await replay(folder, recording);
      try {
        const text = await writeTypes({
          url: server.url.href,
          jurisdictionId: 'sfgov.org',
          fetch: async (...given) => {
            const answer = await fetch(...given);
            const body = (await answer.text()).replaceAll('<metadata>false', '<metadata>true');
            return new Response(body, answer);
          },
        });
        const used = (answers: string) => `import { Open311 } from '@signpost/sdk/open311';
import { services } from './services.ts';
export const call = new Open311({ baseUrl: '', services }).requests.create({ service_code: '001', attributes: { ${answers} } });`;
        expect(text).toContain(`    /**
     * What is the ticket/tag/DL number?
     *
     * - 123: Ford
     * - 124: Chrysler
     */
    WHISHETN: '123' | '124';
`);
        const complaints = compile(
          { 'services.ts': text, 'right.ts': used(`WHISHETN: '123'`), 'wrong.ts': used(`WHISHETN: 'Ford'`) },
          'sources',
        );
        expect(complaints).toEqual({
          'services.ts': [],
          'right.ts': [],
          'wrong.ts': [expect.stringContaining(`'"Ford"' is not assignable to type '"123" | "124"'`)],
        });
      } finally {
        await server.stop();
      }
    });
  },
);
