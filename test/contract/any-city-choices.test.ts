import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  ASK,
  CASE,
  DECLARATION,
  DEFINITION,
  expectHeard,
  inXml,
  oneCase,
  QUESTION,
  service,
  SUBMITTED,
} from '../support/city-sayings.ts';
import type { Saying, Unseen } from '../support/city-sayings.ts';
import { describeWithData } from '../support/test-data.ts';

const { address: _, ...WITHOUT_ADDRESS } = CASE;

/**
 * The standard's own list of what servers do otherwise (its section 8). For each line: what such a city says, what is read in it,
 * and what is told; or why a client cannot see it.
 */
const CHOICES: Record<string, Saying | Unseen> = {
  A1: { says: oneCase({ service_request_id: 7 }), reads: [{ service_request_id: '7' }], rules: ['A1/cases'] },
  A2: { says: inXml({ service_request_id: '001' }), reads: [{ service_request_id: '001' }], rules: [] },
  A3: { says: oneCase({ lat: '51.1' }), reads: [{ lat: 51.1 }], rules: ['A3/json'] },
  A4: {
    ask: ASK.services,
    says: service({ metadata: 'false' }),
    reads: [{ metadata: false }],
    rules: ['A4/services.json'],
  },
  A5: {
    ask: ASK.services,
    says: service({ keywords: ['lamp', 'light'] }),
    reads: [{ keywords: 'lamp, light' }],
    rules: ['A5'],
  },
  A6: { ask: ASK.services, says: service({ group: ['G1', 'G2'] }), reads: [{ group: 'G1' }], rules: ['A6'] },
  A7: { says: CASE, reads: [{ service_request_id: '7' }], rules: ['R43/requests.json'] },
  A8: { says: [WITHOUT_ADDRESS], reads: [{ address: null }], rules: ['A8/fields'] },
  A9: {
    ask: ASK.submission,
    status: 201,
    says: [SUBMITTED],
    reads: [{ service_request_id: '7' }],
    rules: ['3.3/json'],
  },
  A10: {
    ask: ASK.submission,
    status: 401,
    says: [{ code: 401, description: 'No such key.' }],
    reads: { status: 401 },
    rules: ['R21'],
  },
  A11: {
    status: 401,
    says: [{ code: 401, description: 'No such city.' }],
    reads: { status: 401 },
    rules: ['R15/unknown'],
  },
  A12: {
    ask: ASK.submission,
    status: 400,
    says: { code: 400, description: 'lat is missing.' },
    reads: { errors: [{ description: 'lat is missing.' }] },
    rules: ['R31/json'],
  },
  A13: { unseen: 'a span that is not limited gives more, and nothing that is wrong' },
  A14: { unseen: 'the order of a city is kept' },
  A15: { unseen: 'a list that begins with page 1 passes over a page 0, which only the city can know of' },
  A16: { says: `${DECLARATION}<service_requests></service_requests>`, reads: [], rules: [] },
  A17: {
    says: oneCase({ media_url: ['https://a.example/1.jpg', 'https://a.example/2.jpg'] }),
    reads: [{ media_url: 'https://a.example/1.jpg' }],
    rules: ['A17/one'],
  },
  A18: {
    ask: ASK.definition,
    status: 404,
    says: [{ code: 404, description: 'No questions.' }],
    reads: { name: 'NotFoundError' },
    rules: [],
  },
  A19: {
    ask: ASK.definition,
    says: { ...DEFINITION, attributes: [{ ...QUESTION, values: [] }] },
    reads: { attributes: [{ code: 'Q' }] },
    rules: ['A19'],
  },
  A20: { unseen: 'what a submission needs, the city says when it comes' },
  A21: { says: oneCase({ status: 'in_progress' }), reads: [{ status: 'open' }], rules: ['3.7/status'] },
  A22: {
    says: oneCase({ email: 'a@example.org' }),
    reads: [{ email: 'a@example.org' }],
    rules: ['7/cases'],
  },
  A23: { unseen: 'a case that is looked at first is not there until then' },
  A24: {
    status: 403,
    says: [{ code: 403, description: 'Hidden.' }],
    reads: { name: 'ForbiddenError' },
    rules: [],
  },
  A25: {
    says: oneCase({ requested_datetime: '2026-03-01T09:30:00.123Z' }),
    reads: [{ requested_datetime: '2026-03-01T09:30:00Z' }],
    rules: ['A25'],
  },
  A26: {
    says: inXml({}, 'service_requests type="array"'),
    reads: [{ service_request_id: '7' }],
    rules: ['R39'],
  },
  A27: {
    says: oneCase({ media_url: 'ftp://a/1.jpg' }),
    reads: [{ media_url: null }],
    rules: ['A17/address'],
  },
  A28: {
    ask: ASK.submission,
    says: [{ ...SUBMITTED, token: '8' }],
    reads: [{ service_request_id: '7', token: '8' }],
    rules: ['3.3/number'],
  },
};

describeWithData('The standard’s list', ['../standard/georeport.md'], (file) => {
  test('has a case here for every line', () => {
    const lines = [...readFileSync(file, 'utf8').matchAll(/^\| (A\d+) \|/gm)].map(([, id]) => id);
    expect(Object.keys(CHOICES)).toEqual(lines);
  });
});

describe('A city that does otherwise is read as it means it, and told as it is', () => {
  const seen = Object.entries(CHOICES).flatMap(([id, choice]) =>
    'says' in choice ? [[id, choice] as const] : [],
  );
  test.each(seen)('%s', (_id, saying) => expectHeard(saying));
});
