import { SignpostError } from '../errors.ts';
import { isPlayed } from './read-call.ts';
import type { Fault, TestService } from './test-city.ts';

const KINDS = ['broken-before', 'broken-after', 'silent', 'half-body', 'html'];

/** @throws SignpostError where nothing would go wrong, which a test would take for a program that bears it */
export function checkFault({ operation, times = 1, ...fault }: Fault): void {
  if ('kind' in fault ? !KINDS.includes(fault.kind) : !(fault.status >= 400 && fault.status <= 599))
    throw new SignpostError(
      `failNext needs a status from 400 to 599, or one of these kinds: ${KINDS.join(', ')}.`,
    );
  if (operation !== undefined && !isPlayed(operation))
    throw new SignpostError(`${operation} is no operation of the test city. One is requests.create.`);
  if (!(times >= 1)) throw new SignpostError('times has to be a larger number.');
}

/** @throws SignpostError where a service is not whole */
export function checkService({ service_code: code, attributes = [] }: TestService): void {
  if (!code) throw new SignpostError('Each service of a test city needs a service_code.');
  for (const { code: question, values = [] } of attributes) {
    if (!question) throw new SignpostError(`Each attribute of ${code} needs a code.`);
    if (values.some((value) => !value.key || !value.name))
      throw new SignpostError(
        `Each of the values of ${question} needs a key and a name: { key: 'small', name: 'Small' }.`,
      );
  }
}
