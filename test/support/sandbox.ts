import { createKey } from '../../src/features/access/index.ts';
import { call, listOf, PLACE } from './calls.ts';
import type { Answer } from './calls.ts';
import { createCity } from './city.ts';
import type { TestCity } from './city.ts';
import { until } from './embedded-postgres.ts';
import type { TestApp } from './http.ts';

export const KINDS = ['live', 'test'] as const;
export type Kind = (typeof KINDS)[number];

export const other = (kind: Kind): Kind => (kind === 'live' ? 'test' : 'live');

/** The word in the descriptions of all cases of a kind. */
export const mark = (kind: Kind) => `marked${kind}marked`;

export const basePath = (kind: Kind, id: string) => `/open311/${id}${kind === 'test' ? '/test' : ''}/v2`;

type Fields = Record<string, string>;

/** A city and its sandbox, with a key for each that may submit and update. */
export type TriedCity = {
  city: TestCity;
  keys: Record<Kind, string>;
  base: (kind: Kind) => string;
  /** What a submission has in it; `more` goes before. */
  fieldsFor: (kind: Kind, more?: Fields) => Fields;
  post: (path: string, fields: Fields) => Promise<Answer>;
  /** Submits, and gives what the submitter is told. */
  submitted: (kind: Kind, more?: Fields) => Promise<Fields>;
  numberOf: (kind: Kind, more?: Fields) => Promise<string>;
};

export async function createTriedCity(app: TestApp): Promise<TriedCity> {
  const city = await createCity(app.db);
  const { jurisdiction_id } = city;
  const scopes = ['submit', 'update'];
  const keyOf = async (kind: Kind) => (await createKey(app.db, { jurisdiction_id, scopes, kind })).key;
  const keys = { live: await keyOf('live'), test: await keyOf('test') };
  const base = (kind: Kind) => basePath(kind, jurisdiction_id);
  const fieldsFor = (kind: Kind, more: Fields = {}) => ({
    api_key: keys[kind],
    service_code: 'LAMP',
    ...PLACE,
    description: mark(kind),
    ...more,
  });
  const post = (path: string, fields: Fields) =>
    call(app, path, { method: 'POST', body: new URLSearchParams(fields) });
  const submitted = async (kind: Kind, more: Fields = {}) => {
    const answer = await post(`${base(kind)}/requests.json`, fieldsFor(kind, more));
    if (answer.status !== 200) throw new Error(answer.text);
    return listOf(answer)[0] as Fields;
  };
  const numberOf = async (kind: Kind, more: Fields = {}) =>
    (await submitted(kind, more))['service_request_id'] ?? '';
  // The server looks for new cities twice a second.
  await until(async () => (await call(app, `${base('test')}/services.json`)).status === 200);
  return { city, keys, base, fieldsFor, post, submitted, numberOf };
}
