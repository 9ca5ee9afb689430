import type { Call, CallResponse, Result } from './call.ts';
import { SignpostError } from './errors.ts';
import type { CallOptions } from './operation.ts';
import type { Send } from './sender.ts';

/**
 * A list that may have more pages than one. Awaited, it is the first page; iterated, it is every item of all pages. Nothing is
 * fetched before it is asked for, and no more than one page is held; of the first and the last one, the text, to tell where they come again.
 *
 * @example
 * ```ts
 * import { ListCall, Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = new Signpost(createTestCity().connection);
 * for (const long of [17.03, 17.04, 17.05]) {
 *   await city.requests.create({ service_code: 'STREET-LIGHT', lat: 51.1, long });
 * }
 * let count = 0;
 * for await (const request of city.requests.list({ page_size: 2 })) if (request.status === 'open') count += 1;
 * const list = city.requests.list({ page_size: 2 });
 * const two = await list.toArray({ limit: 2 });
 * console.log(count, two.length, list instanceof ListCall); // 3 2 true
 * ```
 */
export class ListCall<Item> implements Call<Item[]>, AsyncIterable<Item> {
  readonly [Symbol.toStringTag] = 'ListCall';
  readonly #fetchPage: FetchPage<Item>;
  readonly #numbered: number | undefined;
  readonly #signal: AbortSignal | undefined;
  #first: Call<Item[]> | undefined;

  /**
   * @param numbered the number of the first page, for servers that may have pages but send no `Link`
   * @param signal ends the list when it aborts, between two items of a page as well
   */
  constructor(fetchPage: FetchPage<Item>, numbered: number | undefined, signal?: AbortSignal) {
    this.#fetchPage = fetchPage;
    this.#numbered = numbered;
    this.#signal = signal;
  }

  /** The first page with status, headers and request id. */
  withResponse(): Promise<Result<Item[]>> {
    return this.#start().withResponse();
  }

  /** Every page, one after the other. */
  async *pages(): AsyncGenerator<Result<Item[]>, void, undefined> {
    let number = this.#numbered;
    const links = new Set<string>();
    let first: string | undefined;
    let before: string | undefined;
    for (let address: PageAddress | undefined = {}; address;) {
      const page: Result<Item[]> = await this.#fetchPage(address).withResponse();
      const isEmpty = page.data.length === 0;
      const text = JSON.stringify(page.data);
      // A server that does not know `page` gives the first page for ever; others give the last one, or begin anew.
      if (!isEmpty && (text === first || text === before)) return;
      first ??= text;
      before = text;
      yield page;
      const link = nextOf(page.response);
      if (link !== undefined && !links.has(link)) {
        links.add(link);
        address = { link };
      } else if (link === undefined && number !== undefined && !isEmpty) address = { page: ++number };
      else return;
    }
  }

  /** Every item of every page. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const { data } of this.pages())
      for (const item of data) {
        this.#signal?.throwIfAborted();
        yield item;
      }
  }

  /** All items, or the first `limit` of them. Pages beyond the limit are not fetched. */
  async toArray({ limit = Infinity }: { limit?: number | undefined } = {}): Promise<Item[]> {
    const items: Item[] = [];
    if (!(limit > 0)) return items;
    for await (const { data } of this.pages()) {
      for (const item of data) if (items.length < limit) items.push(item);
      if (items.length >= limit) break;
    }
    return items;
  }

  then<Done = Item[], Failed = never>(
    done?: ((data: Item[]) => Done | PromiseLike<Done>) | null,
    failed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed> {
    return this.#start().then(done, failed);
  }

  catch<Failed = never>(
    failed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Item[] | Failed> {
    return this.then(null, failed);
  }

  finally(settled?: (() => void) | null): Promise<Item[]> {
    return this.then().finally(settled);
  }

  #start(): Call<Item[]> {
    return (this.#first ??= this.#fetchPage({}));
  }
}

/** Which page: the first one, the one behind a link, or the one of a number. */
interface PageAddress {
  link?: string | undefined;
  page?: number | undefined;
}

type FetchPage<Item> = (address: PageAddress) => Call<Item[]>;

/**
 * All pages of a list operation, for programs that import single operations.
 *
 * @example
 * ```ts
 * import { connect, listOf, requestsCreate, requestsList } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const city = connect(createTestCity().connection);
 * await requestsCreate(city, { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
 * for await (const { status } of listOf(requestsList, city, { status: ['open'] })) console.log(status); // open
 * ```
 */
export function listOf<Item, Parameters extends object, Options extends CallOptions>(
  operation: (send: Send, parameters: Parameters, options?: Options) => Call<Item[]>,
  send: Send,
  parameters: Parameters,
  options?: Options,
): ListCall<Item> {
  const fetchPage = ({ link, page }: PageAddress): Call<Item[]> => {
    const linked: Send = Object.assign(
      ((route, given, its) =>
        send(route, given, its, link === undefined ? undefined : (url) => linkedPage(link, url))) as Send,
      { dialect: send.dialect },
    );
    return operation(linked, page === undefined ? parameters : { ...parameters, page }, options);
  };
  const { page = 1 } = parameters as { page?: number };
  return new ListCall(fetchPage, send.dialect.numberedPages ? page : undefined, options?.signal);
}

/** The address in the `Link` header that is called `next` (RFC 8288). */
function nextOf({ headers }: CallResponse): string | undefined {
  for (const [, address, parameters = ''] of (headers.get('link') ?? '').matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel\s*=\s*("([^"]*\s)?next[\s"]|next\b)/i.test(parameters)) return address;
  }
  return undefined;
}

/**
 * The address behind a link, on the host that was called: what a server says of itself may not lead a client to another one, and
 * behind a proxy it often does not know its own name.
 */
function linkedPage(link: string, url: string): string {
  if (!URL.canParse(link, url)) throw new SignpostError('The link to the next page is no address.');
  const { pathname, search } = new URL(link, url);
  // A key that is sent with all calls is one of the parameters; servers leave it out of their links, as they should.
  const key = /[?&](api_key=[^&]*)/.exec(url)?.[1];
  const more = key === undefined || /[?&]api_key=/.test(search) ? '' : `${search ? '&' : '?'}${key}`;
  return Object.assign(new URL(url), { pathname, search: search + more }).href;
}
