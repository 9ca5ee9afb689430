import { connect } from './client.ts';
import type { SignpostOptions } from './client.ts';
import { Resources } from './generated/resources.ts';
import type { AnswerOf, OptionsOf } from './operation.ts';
import type { Send } from './sender.ts';
import type { SubmissionTo } from './submission.ts';
import type { Call } from './call.ts';

type Requests = Resources['requests'];

/** Submits to certain services. */
interface Submitter<Services extends object> {
  create(
    parameters: SubmissionTo<Services>,
    options?: OptionsOf<'requests.create'>,
  ): Call<AnswerOf<'requests.create'>>;
}

/** The methods on cases, of which `create` knows what the services ask. */
type RequestsOf<Services extends object> = {
  [Name in keyof Requests]: Name extends 'create' ? Submitter<Services>['create'] : Requests[Name];
};

/** All resources, of which the one of the cases is told anew. */
const AllResources = Resources as new (send: Send) => Omit<Resources, 'requests'>;

/**
 * A client for one server, with all operations.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * // Of a server: new Signpost({ baseUrl: 'https://signpost.example', jurisdictionId: 'wroclaw.pl', apiKey })
 * const city = new Signpost(createTestCity().connection);
 * const [submitted] = await city.requests.create({ service_code: 'STREET-LIGHT', lat: 51.1079, long: 17.0385 });
 * console.log(submitted?.service_request_id); // 10000004
 * ```
 */
export class Signpost<Services extends object = object> extends AllResources {
  /** Cases, submitted and followed. */
  declare readonly requests: RequestsOf<Services>;

  /** @throws {@link SignpostError} when an option cannot be used. */
  constructor(options: SignpostOptions<Services>) {
    super(connect(options));
  }
}
