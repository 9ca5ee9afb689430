import { callOf } from '../call.ts';
import { apiError } from '../errors.ts';
import type { ApiError, ErrorEntry } from '../errors.ts';
import { isList, textOf } from '../form.ts';
import type { AttributeAnswer } from '../operation.ts';
import type { Send } from '../sender.ts';
import type { ServiceChecks, SubmissionTo } from '../submission.ts';
import { checkAnswers } from './check-answers.ts';
import type { Question } from './check-answers.ts';
import { readDateTime } from './date-time.ts';
import { narrowAnswers } from './narrow-answers.ts';
import { readText } from './read-text.ts';
import { missingCode, unknownCode } from './words.ts';

/**
 * What every service of a city asks, by its code, in the order of its form; a service that asks nothing has an empty list.
 *
 * @example
 * ```ts
 * import { defineServices } from '@signpost/sdk/attributes';
 * import type { Questions } from '@signpost/sdk/attributes';
 *
 * interface Services {
 *   POTHOLE: { DEPTH_CM?: number };
 * }
 *
 * const questions: Questions<Services> = { POTHOLE: [{ code: 'DEPTH_CM', datatype: 'number' }] };
 * const services = defineServices<Services>(questions);
 * console.log(services.check({ service_code: 'POTHOLE', attributes: { DEPTH_CM: 12 } }).length); // 0
 * ```
 */
export type Questions<Services extends object> = {
  readonly [Code in keyof Services & string]: readonly Question[];
};

/** What stands in a submission, whatever its type says. */
interface Given {
  service_code?: string | null | undefined;
  attribute?: Answers | null | undefined;
  attributes?: Answers | null | undefined;
}

type Answers = Readonly<Record<string, AttributeAnswer>>;

/**
 * Makes the checks that a client runs before it submits. The file that `signpost typegen` writes calls it; the words are those that
 * the server would answer with. What a service does not ask for is not refused, since a server takes that as well.
 *
 * @example
 * ```ts
 * import { Signpost } from '@signpost/sdk';
 * import { defineServices } from '@signpost/sdk/attributes';
 * import { createTestCity } from '@signpost/sdk/testing';
 *
 * interface Services {
 *   POTHOLE: { SIZE: 'small' | 'large' };
 * }
 *
 * const services = defineServices<Services>({
 *   POTHOLE: [{ code: 'SIZE', datatype: 'singlevaluelist', required: true, values: ['small', 'large'] }],
 * });
 * const city = createTestCity();
 * const client = new Signpost({ ...city.connection, services });
 *
 * const typed = 'huge' as 'large'; // from somewhere that has no types
 * const call = client.requests.create({ service_code: 'POTHOLE', lat: 51.1, long: 17.03, attributes: { SIZE: typed } });
 * console.log(String(await call.catch((error: Error) => error))); // BadRequestError: attribute[SIZE] must be one of small, large.
 * console.log(city.calls.length); // 0
 * ```
 */
export function defineServices<Services extends object>(
  questions: Questions<Services>,
): ServiceChecks<Services> {
  const questionsOf = (code: string): readonly Question[] | undefined =>
    Object.hasOwn(questions, code) ? questions[code as keyof Services & string] : undefined;

  const check = ({ service_code: code, attribute, attributes }: Given): ErrorEntry[] => {
    // What is not there at all is for the server to say, with everything else.
    if (code === undefined || code === null) return [];
    const asked = questionsOf(code);
    if (asked === undefined)
      return [{ code: 404, description: unknownCode(code), type: 'not_found', field: 'service_code' }];
    const { given, findings } = readAnswers({ ...attribute, ...attributes });
    const readTime = (text: string) => readDateTime(text, 'UTC');
    for (const { field, message } of checkAnswers(code, asked, given, readTime).findings)
      if (!findings.has(field)) findings.set(field, message);
    return entriesOf(findings);
  };

  return {
    check: (submission) => check(submission as Given),
    narrow: (submission) => {
      const { attribute, attributes, ...rest }: Given = submission;
      const code = rest.service_code || undefined;
      const asked = code && questionsOf(code);
      const errors = code ? check(submission) : entriesOf(new Map([['service_code', missingCode]]));
      if (!code || !asked) throw refusalOf(errors);
      const { answers, findings } = narrowAnswers(code, asked, { ...attribute, ...attributes });
      // Each field is told once, in the words of a server where it has any.
      for (const { field = '' } of errors) findings.delete(field);
      const all = [...errors, ...entriesOf(findings)];
      if (all.length > 0) throw refusalOf(all);
      return { ...rest, attributes: answers } as unknown as SubmissionTo<Services>;
    },
    guard: (send) =>
      Object.assign(
        ((route, parameters, options, locate) => {
          const errors = route.operationId === 'requests.create' ? check(parameters) : [];
          return errors.length === 0
            ? send(route, parameters, options, locate)
            : callOf(Promise.reject(refusalOf(errors)));
        }) as Send,
        { dialect: send.dialect },
      ),
  };
}

const entriesOf = (findings: ReadonlyMap<string, string>): ErrorEntry[] =>
  [...findings].map(([field, description]) => ({ code: 400, description, type: 'invalid', field }));

/** As if the server had refused it. */
const refusalOf = (errors: readonly ErrorEntry[]): ApiError =>
  apiError({ status: Number(errors[0]?.code), errors, deviations: [] });

/** The answers as they will be sent and read, and what of them a server could not read. */
function readAnswers(answers: Answers) {
  const given = new Map<string, string[]>();
  const findings = new Map<string, string>();
  for (const [code, answer] of Object.entries(answers)) {
    if (answer === undefined || answer === null) continue;
    const field = `attribute[${code}]`;
    for (const one of isList(answer) ? answer : [textOf(answer)]) {
      const read = readText(field, one);
      if (read === undefined) continue;
      if ('wrong' in read) findings.set(field, read.wrong);
      else given.set(code, [...(given.get(code) ?? []), read.value]);
    }
  }
  return { given, findings };
}
