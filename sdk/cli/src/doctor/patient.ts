import { randomBytes } from 'node:crypto';
import { FORMATS, isSuccess } from './answer.ts';
import type { Answer, Format } from './answer.ts';
import type { Fetcher } from './fetcher.ts';
import { itemsIn, textOf } from './items.ts';
import type { Item, Listed } from './items.ts';

export type PatientOptions = {
  fetcher: Fetcher;
  /** Without a slash at its end. */
  endpoint: URL;
  /** Where the discovery document was found, without its ending. */
  discovery: URL | undefined;
  jurisdiction: string | undefined;
  /** Only where the endpoint is on the origin that the key was given for. */
  key: string | undefined;
  /** Whether anything may be sent that could make a case. */
  write: boolean;
  /** Why nothing is written. */
  whyNoWrite: string;
  /** The server gives nothing without a key, not even lists. */
  keyForAll: boolean;
  now: Date;
};

export type Query = Record<string, string>;

/** The server that is examined. Whoever asks it twice the same gets the same answer: it is called once. */
export class Patient {
  readonly options: PatientOptions;
  readonly #asked = new Map<string, Promise<Answer>>();
  /** All that was answered, for the rules that hold everywhere. */
  readonly answers: Answer[] = [];

  constructor(options: PatientOptions) {
    this.options = options;
  }

  get now(): Date {
    return this.options.now;
  }

  /** A GET below the endpoint: `get('requests', 'json', { status: 'open' })`. */
  get(resource: string, format: Format, query: Query = {}): Promise<Answer> {
    return this.fetch('GET', this.addressOf(resource, format, query));
  }

  /** @param query may take the jurisdiction away, by an empty one */
  addressOf(resource: string, format: string, query: Query = {}): URL {
    const { endpoint, jurisdiction, key, keyForAll } = this.options;
    const url = new URL(endpoint);
    url.pathname = `${endpoint.pathname.replace(/\/$/, '')}/${resource}.${format}`;
    const all: Query = {
      ...(jurisdiction === undefined ? {} : { jurisdiction_id: jurisdiction }),
      ...(keyForAll && key !== undefined ? { api_key: key } : {}),
      ...query,
    };
    for (const [name, value] of Object.entries(all))
      if (name !== 'jurisdiction_id' || value !== '') url.searchParams.set(name, value);
    return url;
  }

  discovery(format: Format): Promise<Answer> | undefined {
    const { discovery } = this.options;
    if (discovery === undefined) return undefined;
    const url = new URL(discovery);
    url.pathname += `.${format}`;
    return this.fetch('GET', url);
  }

  fetch(method: string, url: URL, headers: Record<string, string> = {}): Promise<Answer> {
    const call = `${method} ${url.href} ${JSON.stringify(headers)}`;
    const asked = this.#asked.get(call) ?? this.#send(method, url, { headers });
    this.#asked.set(call, asked);
    return asked;
  }

  /** Asks anew for what is below a resource, because something was written. */
  forget(resource: string): void {
    for (const call of this.#asked.keys()) if (call.includes(`/${resource}.`)) this.#asked.delete(call);
  }

  /** A POST is sent anew each time, and only where writing is allowed. */
  post(
    resource: string,
    format: Format,
    fields: readonly (readonly [string, string])[],
    given: { key?: 'right' | 'wrong' | 'none'; multipart?: boolean; jurisdiction?: 'body' | 'query' } = {},
  ): Promise<Answer> {
    const { key, jurisdiction, write } = this.options;
    if (!write || key === undefined) throw new Error('nothing may be written here');
    const sentKey = { right: key, wrong: `wrong-${randomBytes(8).toString('hex')}`, none: undefined };
    const api_key = sentKey[given.key ?? 'right'];
    const inQuery = given.jurisdiction === 'query';
    const all = [
      ...(api_key === undefined ? [] : [['api_key', api_key] as const]),
      ...(jurisdiction === undefined || inQuery ? [] : [['jurisdiction_id', jurisdiction] as const]),
      ...fields,
    ];
    const url = new URL(this.addressOf(resource, format, inQuery ? {} : { jurisdiction_id: '' }));
    url.searchParams.delete('api_key');
    return this.#send('POST', url, given.multipart === true ? multipart(all) : urlencoded(all));
  }

  async #send(method: string, url: URL, sent: Parameters<Fetcher['send']>[2]): Promise<Answer> {
    const answer = await this.options.fetcher.send(method, url, sent);
    this.answers.push(answer);
    return answer;
  }

  /** The entries of a list in each format that can be read, those without entries included. */
  async lists(resource: string, query: Query = {}): Promise<Listed[]> {
    const found: Listed[] = [];
    for (const format of FORMATS) {
      const answer = await this.get(resource, format, query);
      const items = isSuccess(answer) ? itemsIn(answer) : undefined;
      if (items !== undefined) found.push({ answer, items });
    }
    return found;
  }

  /** The format in which questions are asked that one answer is enough for. */
  async readable(resource: string): Promise<Format | undefined> {
    for (const format of FORMATS) {
      const answer = await this.get(resource, format);
      if (isSuccess(answer) && itemsIn(answer) !== undefined) return format;
    }
    return undefined;
  }

  /** Entries of the list, of one format; none when it cannot be read. */
  async items(resource: string): Promise<Item[]> {
    const [first] = await this.lists(resource);
    return first?.items ?? [];
  }

  /** The numbers of cases in the list of the last days. */
  async numbers(): Promise<string[]> {
    return (await this.items('requests')).flatMap((one) => textOf(one['service_request_id']) ?? []);
  }
}

function urlencoded(fields: readonly (readonly [string, string])[]) {
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString(),
  };
}

function multipart(fields: readonly (readonly [string, string])[]) {
  const boundary = `doctor-${randomBytes(12).toString('hex')}`;
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: `${parts.join('')}--${boundary}--\r\n`,
  };
}
