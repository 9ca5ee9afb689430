import { beforeAll, describe, expect, test } from '@jest/globals';
import { ApiError, BadRequestError, NotFoundError, Signpost } from '../../sdk/src/index.ts';
import type { ServiceChecks, Submission } from '../../sdk/src/index.ts';
import { createTestCity } from '../../sdk/src/testing.ts';
import { runGenerated } from '../support/run-generated.ts';
import { TYPED_SERVICES, typesOf } from '../support/typed-city.ts';

/** A form whose service is chosen when the program runs, with the checks of the file that typegen writes. */
let services: ServiceChecks<object>;
beforeAll(async () => {
  ({ services } = await runGenerated(await typesOf(TYPED_SERVICES)));
});

const place = { lat: 51.1, long: 17.03 };
const hole = (attributes: unknown): Submission =>
  ({ service_code: 'HOLE', ...place, attributes }) as Submission;
const refusalOf = (submission: Submission): ApiError => {
  try {
    services.narrow(submission);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
};
const told = (submission: Submission) => refusalOf(submission).errors.map(({ description }) => description);

describe('A submission that is narrowed', () => {
  test('keeps its fields, and of its answers those that say something', () => {
    const SEEN = new Date('2026-03-01T09:30:00Z');
    const form = {
      SIZE: 'small',
      LANE: ['left', ''],
      DEPTH: 12.5,
      SEEN,
      SIGN: ' ',
      STORY: null,
      KIND: undefined,
    };
    expect(services.narrow({ ...hole(form), description: 'Deep.' })).toStrictEqual({
      service_code: 'HOLE',
      ...place,
      description: 'Deep.',
      attributes: { SIZE: 'small', LANE: ['left'], DEPTH: 12.5, SEEN },
    });
    expect(form.LANE).toEqual(['left', '']);
  });

  test('has its answers under one name, whichever they came under', () => {
    const given = { service_code: 'HOLE', attribute: { SIZE: 'small' }, attributes: { DEPTH: '3' } };
    const narrowed = { service_code: 'HOLE', attributes: { SIZE: 'small', DEPTH: '3' } };
    expect(services.narrow(given)).toStrictEqual(narrowed);
    expect(services.narrow({ service_code: 'LAMP' })).toStrictEqual({ service_code: 'LAMP', attributes: {} });
  });

  test('is taken by a client and by its city', async () => {
    const city = createTestCity({ services: TYPED_SERVICES });
    const client = new Signpost({ ...city.connection, services });
    await client.requests.create(services.narrow(hole({ SIZE: 'large', SIGN: '' })));
    expect(city.calls.map(({ status }) => status)).toEqual([200]);
  });
});

describe('Refused is', () => {
  test('a question that the service does not ask, also in a variable, where no compiler looks for it', () => {
    const answers = { SIZE: 'small', COLOUR: 'red' };
    expect(services.check(hole(answers) as never)).toEqual([]);
    const error = refusalOf(hole(answers));
    const description =
      'attribute[COLOUR] is no question of HOLE, which asks SIZE, LANE, DEPTH, SEEN, SIGN, STORY, KIND.';
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({
      message: description,
      status: 400,
      attempts: 0,
      errors: [{ code: 400, type: 'invalid', field: 'attribute[COLOUR]', description }],
    });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['what is only shown', { NOTE: 'yes' }, 'attribute[NOTE] is no question of HOLE, which asks SIZE,'],
    ['one that every object has', { toString: 'x' }, 'attribute[toString] is no question of HOLE,'],
    ['one that is left blank', { COLOUR: '' }, 'attribute[COLOUR] is no question of HOLE,'],
    ['a number for a text', { SIGN: 7 }, 'attribute[SIGN] must be a text.'],
    ['a number for a time', { SEEN: 1772357400000 }, 'attribute[SEEN] must be a time such as'],
    ['true for a number', { DEPTH: true }, 'attribute[DEPTH] must be a number such as 12 or 3.5.'],
    ['a time for a number', { DEPTH: new Date(0) }, 'attribute[DEPTH] must be a number such as'],
    ['one key where several belong', { LANE: 'left' }, 'attribute[LANE] must be a list of texts.'],
    ['a list where one answer belongs', { STORY: ['a'] }, 'attribute[STORY] must be one answer and no list.'],
    ['a wrong key', { SIZE: 'huge' }, 'attribute[SIZE] must be one of small, large.'],
    ['one wrong key of several', { LANE: ['left', 'up'] }, 'attribute[LANE] must be some of left, middle,'],
    ['a required answer that is blank', { SIZE: ' ' }, 'attribute[SIZE] is missing. How large is it?'],
  ])('%s', (_, answers, words) => {
    const [first, ...others] = told(hole({ SIZE: 'small', ...answers }));
    expect(first?.slice(0, words.length)).toBe(words);
    expect(others).toEqual([]);
  });

  test('an answer to a service that asks nothing', () => {
    expect(told({ service_code: 'LAMP', attributes: { SIZE: 'small' } })).toEqual([
      'attribute[SIZE] is no question of LAMP, which asks nothing.',
    ]);
  });

  test('a service that there is not, or none', () => {
    const unknown = refusalOf({ service_code: 'toString' });
    expect(unknown).toBeInstanceOf(NotFoundError);
    expect(unknown.message).toBe('service_code toString is not known here. services.json lists all codes.');
    for (const code of ['', undefined])
      expect(told({ service_code: code as string, attributes: { SIZE: 'small' } })).toEqual([
        'service_code is missing. Send a code from services.json, for example POTHOLE.',
      ]);
  });

  test('everything that is wrong at once, each field in the words of a server where it has any', async () => {
    const wrong = { SIZE: 'huge', LANE: 'up', DEPTH: ['deep'], SIGN: 7, COLOUR: 'red' };
    const city = createTestCity({ services: TYPED_SERVICES });
    const answer = new Signpost(city.connection).requests.create(hole(wrong));
    const server = await answer.then(
      () => [],
      ({ errors }: ApiError) => errors.map(({ description }) => description),
    );
    expect(server).toHaveLength(3);
    expect(told(hole(wrong))).toEqual([
      ...server,
      'attribute[SIGN] must be a text.',
      'attribute[COLOUR] is no question of HOLE, which asks SIZE, LANE, DEPTH, SEEN, SIGN, STORY, KIND.',
    ]);
  });
});
