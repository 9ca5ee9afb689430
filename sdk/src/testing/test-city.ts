import type { components, operations } from '../generated/contract.d.ts';
import type { OperationId } from '../operation.ts';

type Schemas = components['schemas'];

/** A district of the city, as `areas.list` tells it. */
export type Area = Schemas['Area'];

/** A street, square or address of the city, as `places.list` tells it. */
export type Place = Schemas['Place'];

/** A case as everybody may see it. */
export type ServiceRequest = Schemas['Request'];

/** A status in more detail, such as `in_progress` or `fixed`. */
export type DetailedStatus = Schemas['UpdateStatus'];

/** What an API key may do. */
export type KeyScope = Schemas['KeyScope'];

/**
 * A question of a service; only what differs from a plain one has to be said.
 *
 * @example
 * ```ts
 * import type { TestAttribute } from '@signpost/sdk/testing';
 *
 * const depth: TestAttribute = { code: 'DEPTH', datatype: 'number', required: true, description: 'How deep is it?' };
 * console.log(depth.code); // DEPTH
 * ```
 */
export type TestAttribute = Pick<Schemas['ServiceAttribute'], 'code' | 'datatype'> &
  Partial<Schemas['ServiceAttribute']>;

/**
 * Something that the test city can be told about; only its code has to be said.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 * import type { TestService } from '@signpost/sdk/testing';
 *
 * const tree: TestService = { service_code: 'TREE', type: 'batch', response_hours: 48 };
 * const city = createTestCity({ services: [tree] });
 * const client = new Signpost(city.connection);
 * const [submitted] = await client.requests.create({ service_code: 'TREE', lat: 51.1, long: 17.03 });
 * city.acceptBatch();
 * const [found] = await client.tokens.get({ token: submitted?.token ?? '' });
 * console.log(found?.service_request_id); // 10000004
 * ```
 */
export type TestService = { service_code: string } & Partial<Omit<Schemas['Service'], 'metadata'>> & {
    /** Its questions, in the order of the form. */
    attributes?: readonly TestAttribute[];
    /** What a reporter is told will happen. */
    service_notice?: string | null;
    agency_responsible?: string | null;
    /** Hours until the city should have dealt with a case. */
    response_hours?: number | null;
    /** Within how many metres a case may be the same one; 100 unless given. */
    duplicate_radius?: number;
    /** The districts in which it is offered; none: everywhere. */
    area_codes?: readonly string[];
  };

/**
 * How a test city is made. Whatever is left out has a plain default.
 *
 * @example
 * ```ts
 * import { createTestCity } from '@signpost/sdk/testing';
 * import type { TestCityOptions } from '@signpost/sdk/testing';
 *
 * const options: TestCityOptions = { jurisdictionId: 'wroclaw.pl', timeZone: 'Europe/Warsaw', scopes: ['submit'] };
 * console.log(createTestCity(options).connection.jurisdictionId); // wroclaw.pl
 * ```
 */
export interface TestCityOptions {
  /** `city.example` unless given. */
  jurisdictionId?: string | undefined;
  /** Testville unless given. */
  name?: string | undefined;
  /** A lamp, a pothole with a question, a batch service and a blackbox service unless given. */
  services?: readonly TestService[] | undefined;
  /** Its districts. */
  areas?: readonly Area[] | undefined;
  /** Its directory of streets and addresses. */
  places?: readonly Place[] | undefined;
  /** Where it takes cases; everywhere unless given. */
  outline?: NonNullable<Area['geometry']> | undefined;
  /** IANA name; times without a zone are read in it. UTC unless given. */
  timeZone?: string | undefined;
  /** What its key may do; everything unless given. */
  scopes?: readonly KeyScope[] | undefined;
  /** Whether it is a sandbox, for clients that are made with `sandbox: true`. */
  sandbox?: boolean | undefined;
  /** Its clock; that of the machine unless given. */
  now?: (() => Date) | undefined;
}

/**
 * What goes wrong with a call.
 *
 * @example
 * ```ts
 * import { createTestCity } from '@signpost/sdk/testing';
 * import type { Fault } from '@signpost/sdk/testing';
 *
 * const outage: Fault = { status: 503, retryAfter: 1, times: 2 };
 * const lost: Fault = { kind: 'broken-after', operation: 'requests.create' };
 *
 * const city = createTestCity();
 * city.failNext(outage);
 * city.failNext(lost);
 * const answer = await city.fetch('https://city.example/open311/v2/services.json');
 * console.log(answer.status, answer.headers.get('retry-after')); // 503 1
 * ```
 */
export type Fault = (
  | {
      /** Answers with this status instead. Nothing is stored. */
      status: number;
      /** Seconds, as `Retry-After`. */
      retryAfter?: number | undefined;
    }
  | {
      /**
       * `broken-before`: the connection breaks before anything is stored. `broken-after`: it breaks when all is stored, and
       * no answer comes. `silent`: nothing is stored and no answer comes, until the signal of the call aborts.
       * `half-body`: all is stored, and the answer breaks off in its middle. `html`: a proxy answers 200 with a page, and
       * nothing is stored.
       */
      kind: 'broken-before' | 'broken-after' | 'silent' | 'half-body' | 'html';
    }
) & {
  /** How many calls it befalls; one unless given. */
  times?: number | undefined;
  /** Which calls it befalls; whichever comes next unless given. */
  operation?: OperationId | undefined;
};

/**
 * A call that came to the city.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 * import type { RecordedCall } from '@signpost/sdk/testing';
 *
 * const city = createTestCity();
 * await new Signpost(city.connection).requests.list({ status: ['open'] });
 * const isList = ({ operation }: RecordedCall) => operation === 'requests.list';
 * console.log(city.calls.find(isList)?.parameters['status']); // open
 * ```
 */
export interface RecordedCall {
  /** What it was meant for; undefined when there is no such path. */
  readonly operation: OperationId | undefined;
  readonly method: string;
  readonly url: string;
  /** Those of the path and the query. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The fields of its form, in their order. */
  readonly fields: readonly (readonly [name: string, value: string | Blob])[];
  /** Under names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What it was answered with; undefined as long as it was not, and when the connection broke. */
  readonly status: number | undefined;
}

/**
 * A city in memory, as `createTestCity` makes it.
 *
 * @example
 * ```ts
 * import { createTestCity } from '@signpost/sdk/testing';
 * import type { TestCity } from '@signpost/sdk/testing';
 *
 * const numbersIn = (city: TestCity) => city.requests.map((one) => one.service_request_id);
 * console.log(numbersIn(createTestCity()).length); // 0
 * ```
 */
export interface TestCity {
  /** Answers every call to whatever host, in place of the one of the platform. */
  readonly fetch: typeof globalThis.fetch;
  /** What a client is made with. */
  readonly connection: {
    readonly baseUrl: string;
    readonly jurisdictionId: string;
    readonly apiKey: string;
    readonly sandbox: boolean;
    readonly fetch: typeof globalThis.fetch;
  };
  /** All calls that came, the first one first. */
  readonly calls: readonly RecordedCall[];
  /** All cases that are stored, the first one first; also those that the public does not see. */
  readonly requests: readonly ServiceRequest[];
  /** Says what goes wrong with the next calls. Several wait for each other. */
  failNext(fault: Fault): void;
  /** Sets the status of a case, with what the public is told of it. */
  changeStatus(number: string, status: DetailedStatus, notes?: string): void;
  /** Closes a case, with what the public is told of it. */
  close(number: string, notes?: string): void;
  /** Takes over the cases of batch services that wait: from now on their tokens lead to numbers. */
  acceptBatch(): void;
}

/** What is answered to an operation, as JSON. */
export type JsonOf<Id extends OperationId> = operations[Id]['responses'] extends {
  200: { content: { 'application/json': infer Answer } };
}
  ? Answer
  : never;
