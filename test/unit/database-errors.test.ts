import { expect, test } from '@jest/globals';
import { isDatabaseUnavailable } from '../../src/platform/database.ts';

const error = (message: string, code?: string) =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

test.each([
  [error('x', '57P01')],
  [error('x', '57014')],
  [error('x', '53300')],
  [error('x', '55P03')],
  [error('x', '25P03')],
  [error('x', '40P01')],
  [error('x', '08006')],
  [error('x', 'ECONNREFUSED')],
  [error('Connection terminated unexpectedly')],
  [error('ROLLBACK - Client has encountered a connection error and is not queryable')],
  [error('Query read timeout')],
])('out of reach: %s', (given) => expect(isDatabaseUnavailable(given)).toBe(true));

test.each([[error('x', '23505')], [error('x', '42P01')], [error('anything else')], ['no error']])(
  'our own fault: %s',
  (given) => expect(isDatabaseUnavailable(given)).toBe(false),
);
