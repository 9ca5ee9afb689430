import type { ErrorEntry } from './errors.ts';
import type { ParametersOf } from './operation.ts';
import type { Send } from './sender.ts';

/**
 * What may be handed in where these services are: a code of theirs, with answers to its questions. `Services` is the interface that
 * `signpost typegen` writes; of `object` nothing is known, and any code and any answer may be handed in.
 *
 * @example
 * ```ts
 * import { connect, requestsCreate } from '@signpost/sdk';
 * import type { SubmissionTo } from '@signpost/sdk';
 *
 * interface Services {
 *   POTHOLE: { SIZE: 'small' | 'large'; DEPTH_CM?: number };
 * }
 *
 * const city = connect({ baseUrl: 'https://signpost.example', jurisdictionId: 'wroclaw.pl', apiKey: 'sp_live_of_my_own' });
 * const report = (submission: SubmissionTo<Services>) => requestsCreate(city, submission);
 * const submit = () => report({ service_code: 'POTHOLE', lat: 51.1, long: 17.03, attributes: { SIZE: 'large' } });
 * ```
 */
export type SubmissionTo<Services extends object> = [keyof Services] extends [never]
  ? ParametersOf<'requests.create'>
  : {
      [Code in keyof Services & string]: SubmissionOf<Code, AnswersTo<Services[Code]>>;
    }[keyof Services & string];

/**
 * What a city asks, for checks before anything is sent; `defineServices` of `@signpost/sdk/attributes` makes it, and the file of
 * `signpost typegen` holds it as `services`.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import type { ServiceChecks } from '@signpost/sdk';
 *
 * const connectTo = <Services extends object>(baseUrl: string, services: ServiceChecks<Services>) =>
 *   new Signpost({ baseUrl, services });
 * ```
 */
export interface ServiceChecks<Services extends object> {
  /** What a server would say of the service and the answers of a submission; nothing when they are right. */
  check(submission: SubmissionTo<Services>): readonly ErrorEntry[];
  /**
   * Makes a submission whose service is known only when the program runs one that the types know, without the answers that say nothing.
   * Refuses what would not compile, a question that the service does not ask among it.
   * @throws {@link BadRequestError} or {@link NotFoundError} with everything that is wrong, one entry for each field
   */
  narrow(submission: ParametersOf<'requests.create'>): SubmissionTo<Services>;
  /** Refuses what is wrong before it is sent: the call fails as if the server had refused it, but nothing has left. */
  guard(send: Send): Send;
}

/** Everything but the service and the answers to its questions. */
type Plain = Omit<ParametersOf<'requests.create'>, 'service_code' | 'attribute' | 'attributes'>;

type SubmissionOf<Code, Answers> =
  | UnderWireName<Code, Answers>
  | (Record<never, never> extends Answers ? MayAnswer<Code, Answers> : Answering<Code, Answers>);

// Interfaces and no intersections: only so is a key refused that a service of another code has.

interface Answering<Code, Answers> extends Plain {
  /** What it is about. */
  service_code: Code;
  /** The answers to the questions of the service. */
  attributes: Answers;
  attribute?: undefined;
}

interface MayAnswer<Code, Answers> extends Plain {
  /** What it is about. */
  service_code: Code;
  /** The answers to the questions of the service. */
  attributes?: Answers | undefined;
  attribute?: undefined;
}

interface UnderWireName<Code, Answers> extends Plain {
  /** What it is about. */
  service_code: Code;
  /** `attributes`, under the name that it has on the wire. */
  attribute: Answers;
  attributes?: undefined;
}

/** Whatever may be left out may also be given as `undefined`, which means the same. */
type AnswersTo<Asked> = string extends keyof Asked
  ? NoAnswers
  : {
      readonly [Code in keyof Asked]: Record<never, never> extends Pick<Asked, Code>
        ? Asked[Code] | undefined
        : Asked[Code];
    };

/** Of a service that asks nothing. An object with nothing in it at all would take anything. */
type NoAnswers = { readonly [none]?: undefined };
declare const none: unique symbol;
