import { expect } from '@jest/globals';
import { ApiError } from '../../sdk/src/index.ts';
import type { ListCall } from '../../sdk/src/index.ts';
import { Open311 } from '../../sdk/src/open311.ts';
import { readXml } from '../../sdk/src/xml.ts';

/** What a city says when it is asked for something, what is read in it, and what is told. */
export type Saying = {
  /** A text is XML, and everything else JSON, but for what is written by `asJson`; a function is given the address that is asked for. */
  says: unknown;
  status?: number;
  ask?: Question;
  reads: unknown;
  rules: string[];
  /** What stands in the address or the form that is sent. */
  sends?: string;
};

/** Why a client cannot see what a city does. */
export type Unseen = { unseen: string };

/** JSON as a city has written it, where `JSON.stringify` would write it otherwise. */
export class AsJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Told = { rule: string; where: string };

type Question = (city: Open311) => PromiseLike<unknown> & {
  withResponse(): Promise<{ data: unknown; response: { deviations: readonly Told[] } }>;
};

export const ASK = {
  discovery: (city) => city.discovery.get(),
  services: (city) => city.services.list(),
  definition: (city) => city.services.get({ service_code: '1' }),
  requests: (city) => city.requests.list(),
  request: (city) => city.requests.get({ service_request_id: '7' }),
  submission: (city) => city.requests.create({ service_code: '1', lat: 51, long: 17 }),
  token: (city) => city.tokens.get({ token: '8' }),
  updates: (city) => city.updates.list(),
  pages: (city) => pagesOf(city.requests.list()),
} satisfies Record<string, Question>;

/** Every page of a list, and what is told of the first. */
export function pagesOf<Item>(list: ListCall<Item>): ReturnType<Question> {
  return Object.assign(list.toArray(), {
    withResponse: async () => ({
      data: await list.toArray(),
      response: (await list.withResponse()).response,
    }),
  });
}

export const SERVICE = {
  service_code: '1',
  service_name: 'A',
  description: null,
  metadata: false,
  type: 'realtime',
  keywords: null,
  group: null,
};
export const CASE = {
  service_request_id: '7',
  status: 'open',
  status_notes: null,
  service_name: 'A',
  service_code: '1',
  description: null,
  agency_responsible: null,
  service_notice: null,
  requested_datetime: '2026-03-01T09:30:00Z',
  updated_datetime: '2026-03-01T09:30:00Z',
  expected_datetime: null,
  address: null,
  address_id: null,
  zipcode: null,
  lat: 51.1,
  long: 17.03,
  media_url: null,
};
export const QUESTION = {
  variable: true,
  code: 'Q',
  datatype: 'string',
  required: false,
  datatype_description: null,
  order: 1,
  description: 'Which?',
};
export const DEFINITION = { service_code: '1', attributes: [QUESTION] };
export const SUBMITTED = { service_request_id: '7', service_notice: null, account_id: null };
export const service = (other: object): object[] => [{ ...SERVICE, ...other }];
export const oneCase = (other: object): object[] => [{ ...CASE, ...other }];

export const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

/** Fields as elements; a text with elements in it stands as it is. */
export const elements = (fields: object): string =>
  Object.entries(fields)
    .map(([name, value]) => `<${name}>${value ?? ''}</${name}>`)
    .join('');

/** A list of one case in XML. */
export const inXml = (other: object = {}, root = 'service_requests'): string =>
  `${DECLARATION}<${root}><request>${elements({ ...CASE, ...other })}</request></${root.split(' ')[0]}>`;

/** As many cases as a city has, in pages of as many as it gives at once, whatever is asked for. */
export const inPages =
  (count: number, size: number) =>
  (url: URL): object[] => {
    const page = Math.max(1, Number(url.searchParams.get('page') ?? 1));
    return casesOf(count).slice((page - 1) * size, page * size);
  };

export const casesOf = (count: number): { service_request_id: string }[] =>
  Array.from({ length: count }, (_, at) => ({ ...CASE, service_request_id: `${at + 1}` }));

/**
 * A client of a city that says the same to everything.
 * @param sent gets what is sent to it
 */
export function cityThatSays(says: unknown, status = 200, sent: string[] = []): Open311 {
  const bodyTo = (url: URL): [text: string, type: string] => {
    const said: unknown = typeof says === 'function' ? (says as (url: URL) => unknown)(url) : says;
    if (typeof said === 'string') return [said, 'text/xml; charset=utf-8'];
    return [said instanceof AsJson ? said.text : JSON.stringify(said), 'application/json'];
  };
  return new Open311({
    baseUrl: 'https://city.example/v2',
    discovery: false,
    format: typeof says === 'string' ? 'xml' : 'json',
    xml: readXml,
    retries: 0,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      sent.push(decodeURIComponent(`${request.method} ${request.url} ${await request.text()}`));
      const [text, type] = bodyTo(new URL(request.url));
      return new Response(text, { status, headers: { 'Content-Type': type } });
    },
  });
}

/** Asks a city that says so, and looks at what is read and told, and where. */
export async function expectHeard({
  says,
  status = 200,
  ask = ASK.requests,
  reads,
  rules,
  sends,
}: Saying): Promise<void> {
  const sent: string[] = [];
  const city = cityThatSays(says, status, sent);
  const told = await ask(city)
    .withResponse()
    .then(
      ({ data, response }) => ({ read: data, deviations: response.deviations }),
      (error: { deviations: readonly Told[] }) => ({ read: error, deviations: error.deviations }),
    );
  expect(told.read).toMatchObject(reads as object);
  expect(told.deviations.map(({ rule }) => rule)).toEqual(rules);
  const answered = told.read instanceof ApiError ? told.read.errors : told.read;
  for (const { rule, where } of told.deviations)
    expect([rule, where, isIn(answered, where)]).toEqual([rule, where, true]);
  if (sends !== undefined) expect(sent.join('\n')).toContain(sends);
}

/** Whether a JSON Pointer leads into an answer; to a field that is told to be missing or left out, as far as what it is missing in. */
function isIn(answer: unknown, pointer: string): boolean {
  if (pointer === '') return true;
  const above = pointer.split('/').slice(1, -1);
  const parent = above.reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | undefined)?.[name],
    answer,
  );
  const last = pointer.slice(pointer.lastIndexOf('/') + 1);
  return Array.isArray(parent) ? Object.hasOwn(parent, last) : Object(parent) === parent;
}
