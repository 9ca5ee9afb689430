import type {
  CityDiscovery,
  CityRequest,
  CityService,
  CitySubmitted,
  CitySubmittedUpdate,
  CityUpdate,
} from './any-city/answers.ts';
import { anyCityDialect } from './any-city/dialect.ts';
import { createLook } from './any-city/look.ts';
import { isTimeZone } from './any-city/mend-time.ts';
import { withOtherFormat } from './any-city/other-format.ts';
import { submitOnce } from './any-city/submit-once.ts';
import type { XmlReader } from './any-city/read-body.ts';
import type { Call } from './call.ts';
import { connectionOf } from './connection.ts';
import type { ClientOptions } from './connection.ts';
import { SignpostError } from './errors.ts';
import {
  discoveryGet,
  requestsCreate,
  requestsGet,
  requestsList,
  servicesGet,
  servicesList,
  tokensGet,
  updatesCreate,
  updatesList,
} from './generated/operations.ts';
import { listOf } from './list.ts';
import type { ListCall } from './list.ts';
import type { OptionsOf, ParametersOf } from './operation.ts';
import type { components } from './generated/contract.d.ts';
import { createSend } from './send.ts';
import type { ServiceChecks, SubmissionTo } from './submission.ts';

export type {
  CityDiscovery,
  CityRequest,
  CityService,
  CitySubmitted,
  CitySubmittedUpdate,
  CityUpdate,
  XmlReader,
};

type Schemas = components['schemas'];

/**
 * What a client for any city is made with.
 *
 * @example
 * ```ts
 * import type { Open311Options } from '@signpost/sdk/open311';
 *
 * const sanFrancisco: Open311Options = {
 *   baseUrl: 'https://san-francisco.example/open311/v2',
 *   jurisdictionId: 'sfgov.org',
 *   timeZone: 'America/Los_Angeles', // its times say no zone
 * };
 * ```
 */
export interface Open311Options<Services extends object = object> extends ClientOptions {
  /**
   * Where the city is: its endpoint, its discovery document, what lies above either, or the root of a Signpost server. Where no
   * discovery document is found there, it is taken for the endpoint itself.
   */
  baseUrl: string;
  /** `false` takes the base URL for the endpoint and looks for no discovery document. */
  discovery?: boolean | undefined;
  /** Which endpoint of the discovery document is meant; `production` unless given, or unless the base URL is another. */
  type?: 'production' | 'test' | undefined;
  /** Which format is asked for. Unless given, JSON where the city has it, and otherwise XML. */
  format?: 'json' | 'xml' | undefined;
  /** `readXml` of `@signpost/sdk/xml`, for cities that answer in XML. */
  xml?: XmlReader | undefined;
  /**
   * The IANA zone of the city, such as `America/Chicago`, for times that come without a zone. Unless given, they stay
   * without one.
   */
  timeZone?: string | undefined;
  /** Whether the key is sent with every call, as `api_key`, and not only with submissions. A few cities ask for that. */
  keyForReading?: boolean | undefined;
  /**
   * Origins such as `https://api.city.example` that the key and the headers of calls may go to when the discovery of the city leads
   * there. They go to the origin of the base URL, and over https to its host and hosts below that, in any case.
   */
  trustedOrigins?: readonly string[] | undefined;
  /** `services` of the file that `signpost typegen` writes: checks submissions before they are sent. */
  services?: ServiceChecks<Services> | undefined;
}

/**
 * A client for the Open311 GeoReport v2 server of any city. It finds the endpoint, and reads each dialect into the types of the
 * contract; what had to be mended is told in `response.deviations`. It has the operations of the standard, and
 * FixMyStreet's updates.
 *
 * @example
 * ```ts
 * import { Open311 } from '@signpost/sdk/open311';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * const { fetch, jurisdictionId } = createTestCity().connection;
 * const city = new Open311({ baseUrl: 'https://city.example/open311/v2', jurisdictionId, fetch });
 * const { data, response } = await city.services.list().withResponse();
 * console.log(data.length, response.deviations); // 4 []
 * ```
 */
export class Open311<Services extends object = object> {
  /** Where the city says that it can be spoken to. */
  readonly discovery: {
    get(
      parameters?: ParametersOf<'discovery.get'>,
      options?: OptionsOf<'discovery.get'>,
    ): Call<CityDiscovery>;
  };
  /** What the city can be told about. */
  readonly services: {
    list(
      parameters?: ParametersOf<'services.list'>,
      options?: OptionsOf<'services.list'>,
    ): Call<CityService[]>;
    get(
      parameters: ParametersOf<'services.get'>,
      options?: OptionsOf<'services.get'>,
    ): Call<Schemas['ServiceDefinition']>;
  };
  /** The cases. */
  readonly requests: {
    list(
      parameters?: ParametersOf<'requests.list'>,
      options?: OptionsOf<'requests.list'>,
    ): ListCall<CityRequest>;
    get(parameters: ParametersOf<'requests.get'>, options?: OptionsOf<'requests.get'>): Call<CityRequest[]>;
    create(parameters: SubmissionTo<Services>, options?: OptionsOf<'requests.create'>): Call<CitySubmitted[]>;
  };
  /** The way from a token to a number. */
  readonly tokens: {
    get(parameters: ParametersOf<'tokens.get'>, options?: OptionsOf<'tokens.get'>): Call<Schemas['Token'][]>;
  };
  /** The updates of cases, where the city has them. */
  readonly updates: {
    list(
      parameters?: ParametersOf<'updates.list'>,
      options?: OptionsOf<'updates.list'>,
    ): ListCall<CityUpdate>;
    create(
      parameters: ParametersOf<'updates.create'>,
      options?: OptionsOf<'updates.create'>,
    ): Call<CitySubmittedUpdate[]>;
  };

  /** @throws {@link SignpostError} when an option cannot be used. */
  constructor(options: Open311Options<Services>);
  // Programs without types may leave it out, and are told what is missing.
  constructor(
    {
      discovery = true,
      type,
      format,
      xml,
      timeZone,
      keyForReading = false,
      trustedOrigins = [],
      services,
      ...options
    }: Open311Options<Services> = {} as Open311Options<Services>,
  ) {
    const connection = connectionOf(options);
    if (timeZone !== undefined && !isTimeZone(timeZone))
      throw new SignpostError('timeZone has to be the name of a zone, such as Europe/Warsaw.');
    if (format === 'xml' && !xml)
      throw new SignpostError(
        "For XML, import { readXml } from '@signpost/sdk/xml' and give the option xml: readXml.",
      );
    const { baseUrl, apiKey } = connection;
    const city = {
      baseUrl,
      apiKey,
      discovery,
      type,
      format,
      xml,
      timeZone,
      keyForReading,
      trustedOrigins: trustedOrigins.map(originOf),
    };
    const dialect = anyCityDialect(city, createLook(connection));
    const plain = submitOnce(createSend(connection, dialect));
    const unchecked = xml && !format ? withOtherFormat(plain, connection.deadlineMs) : plain;
    const send = services ? services.guard(unchecked) : unchecked;
    // The dialect gives less than the contract asks of Signpost, which the types here say.
    const as = <Answer>(call: unknown): Answer => call as Answer;
    this.discovery = { get: (parameters, given) => as(discoveryGet(send, parameters, given)) };
    this.services = {
      list: (parameters, given) => as(servicesList(send, parameters, given)),
      get: (parameters, given) => servicesGet(send, parameters, given),
    };
    this.requests = {
      list: (parameters, given) => as(listOf(requestsList, send, parameters ?? {}, given)),
      get: (parameters, given) => as(requestsGet(send, parameters, given)),
      create: (parameters, given) => as(requestsCreate(send, as(parameters), given)),
    };
    this.tokens = { get: (parameters, given) => tokensGet(send, parameters, given) };
    this.updates = {
      list: (parameters, given) => as(listOf(updatesList, send, parameters ?? {}, given)),
      create: (parameters, given) => as(updatesCreate(send, parameters, given)),
    };
  }
}

function originOf(address: string): string {
  const { origin = '' } = URL.canParse(address) ? new URL(address) : {};
  if (!/^https?:/.test(origin))
    throw new SignpostError('trustedOrigins have to be like https://api.city.example.');
  return origin;
}
