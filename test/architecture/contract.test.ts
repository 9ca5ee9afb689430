import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { composeJobs } from '../../src/compose.ts';
import { KEY_SCOPES } from '../../src/features/access/api-key.ts';
import { errorReply } from '../../src/http/error-reply.ts';
import { AppError } from '../../src/platform/errors.ts';
import type { ErrorCode } from '../../src/platform/errors.ts';
import { contract } from '../support/http.ts';

type Media = { schema?: unknown; examples?: Record<string, { $ref?: string; value?: unknown }> };
type OperationObject = {
  operationId: string;
  summary?: string;
  description?: string;
  security?: unknown[];
  parameters?: object[];
  responses: Record<string, { $ref?: string; content?: Record<string, Media> }>;
  requestBody?: { content: Record<string, Media> };
};

const { document } = contract;
const operations = Object.values(document.paths).flatMap((item) =>
  ['get', 'post', 'put', 'patch', 'delete'].flatMap((method) => {
    const operation = item[method] as OperationObject | undefined;
    return operation === undefined ? [] : [{ method, ...operation }];
  }),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
(addFormats as unknown as (target: Ajv2020) => void)(ajv);
ajv.addSchema(document, 'contract');

function valueOf(example: { $ref?: string; value?: unknown }): unknown {
  if (example.$ref === undefined) return example.value;
  const examples = (document.components as unknown as { examples: Record<string, { value: unknown }> })
    .examples;
  return examples[example.$ref.replace('#/components/examples/', '')]?.value;
}

function responseOf(response: { $ref?: string; content?: Record<string, Media> }) {
  if (response.$ref === undefined) return response;
  return document.components.responses[
    response.$ref.replace('#/components/responses/', '')
  ] as typeof response;
}

/** Outside of GeoReport: with an account, and a body or none. */
const OF_DEVELOPERS = /^(accounts|keys)\./;

describe.each(operations)('$operationId', (operation) => {
  test('says what it does, and who may call it', () => {
    expect(operation.operationId).toMatch(/^[a-z]+\.[a-z]+$/);
    expect(operation.summary).toBeTruthy();
    expect(operation.description).toBeTruthy();
    expect(operation.security).toBeDefined();
  });

  test('has all its errors', () => {
    const repeatable = JSON.stringify(operation.parameters ?? []).includes('Idempotency-Key');
    const wanted = operation.operationId.startsWith('health.')
      ? ['200']
      : OF_DEVELOPERS.test(operation.operationId)
        ? [
            ...(operation.security?.length === 0 ? [] : ['401']),
            ...(operation.requestBody === undefined ? [] : ['400', '403', '413', '415', '429']),
            '500',
            '503',
          ]
        : operation.method === 'post'
          ? [
              '200',
              '400',
              '403',
              '404',
              '413',
              '415',
              '429',
              '500',
              '503',
              ...(repeatable ? ['409', '422'] : []),
            ]
          : operation.operationId === 'media.get'
            ? ['200', '304', '404', '500', '503']
            : ['200', '400', '404', '500', '503'];
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(wanted));
  });

  test('has examples that fit', () => {
    const media = [
      ...Object.values(operation.responses).map(
        (response) => responseOf(response).content?.['application/json'],
      ),
      operation.requestBody?.content['application/json'],
    ].filter((one) => one !== undefined);
    for (const { schema, examples } of media) {
      expect(Object.keys(examples ?? {}).length).toBeGreaterThan(0);
      const check = ajv.compile(rooted(schema as object));
      for (const example of Object.values(examples ?? {})) {
        expect({ fits: check(valueOf(example)), errors: check.errors }).toEqual({ fits: true, errors: null });
      }
    }
  });
});

/** `#/…` within the contract, from outside of it. */
function rooted(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"contract#/')) as object;
}

test('an example that does not fit would be noticed', () => {
  const check = ajv.compile({ $ref: 'contract#/components/schemas/RequestList' });
  expect(check([{ service_request_id: 1 }])).toBe(false);
});

test('the scopes of keys are those of the contract', () => {
  expect((document.components.schemas['KeyScope'] as { enum: string[] }).enum).toEqual([...KEY_SCOPES]);
});

test('the types of errors are the codes of the program', () => {
  const types = (document.components.schemas['Error']?.properties?.['type'] as { enum: ErrorCode[] }).enum;
  for (const type of types) {
    const reply = errorReply(new AppError(type, [{ message: 'x' }]), 'id');
    expect(reply.list).toEqual([{ code: reply.status, description: 'x', type }]);
    expect(reply.status).toBeGreaterThanOrEqual(400);
  }
});

test('every scheduled job has a handler', () => {
  const { jobs, schedule } = composeJobs({} as never);
  for (const { job } of schedule) expect(Object.keys(jobs)).toContain(job);
});
