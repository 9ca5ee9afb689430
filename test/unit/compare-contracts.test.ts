import { describe, expect, test } from '@jest/globals';
import { writeChanges } from '../../sdk/changelog.ts';
import { compareContracts } from '../../sdk/compare-contracts.ts';
import type { Document } from '../../sdk/compare-contracts.ts';
import { readContract } from '../../sdk/generate.ts';

type Changing = {
  paths: Record<string, Record<string, { parameters: object[]; responses: Record<string, unknown> }>>;
  components: { schemas: Record<string, { required: string[]; properties: Record<string, object> }> };
};

const contract = (await readContract()) as unknown as Document;
const CASES = '/open311/v2/requests.{format}';

/** What is told when the contract is changed so. */
function tell(change: (document: Changing) => void): string[] {
  const changed = structuredClone(contract);
  change(changed as unknown as Changing);
  return compareContracts(contract, changed).map(
    ({ kind, breaking, text }) => `${breaking ? 'breaking ' : ''}${kind} ${text}`,
  );
}

const schema = (document: Changing, name: string) => {
  const found = document.components.schemas[name];
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
};

describe('The difference of two contracts', () => {
  test('is none when they are the same', () => {
    expect(compareContracts(contract, structuredClone(contract))).toEqual([]);
  });

  test('tells operations that come and go, and those that move', () => {
    expect(tell(({ paths }) => delete paths['/livez'])).toEqual(['breaking removed `health.live`']);
    const without = structuredClone(contract);
    delete without.paths['/livez'];
    expect(compareContracts(without, contract)).toEqual([
      { kind: 'added', breaking: false, text: '`health.live`: GET /livez' },
    ]);
    expect(
      tell(({ paths }) => {
        paths['/alive'] = paths['/livez'] ?? {};
        delete paths['/livez'];
      }),
    ).toEqual(['breaking changed `health.live`: GET /livez is GET /alive']);
  });

  test('tells parameters: a new one breaks when it is required, one that is gone always', () => {
    const add = (more: object) =>
      tell(({ paths }) =>
        paths[CASES]?.['get']?.parameters.push({ name: 'new', in: 'query', schema: {}, ...more }),
      );
    expect(add({})).toEqual(['added `requests.list`: the parameter `new` (query)']);
    expect(add({ required: true })).toEqual([
      'breaking added `requests.list`: the parameter `new` (query), which is required',
    ]);
    const gone = tell(({ paths }) => paths[CASES]?.['get']?.parameters.pop());
    expect(gone).toEqual([
      expect.stringMatching(/^breaking removed `requests\.list`: the parameter `\w+` \(query\)$/),
    ]);
  });

  test('tells fields of forms and answers, through references', () => {
    expect(
      tell((document) => (schema(document, 'Submission').properties['mood'] = { type: 'string' })),
    ).toEqual(['added `requests.create`: the field `mood`']);
    expect(tell((document) => delete schema(document, 'Request').properties['zipcode'])).toEqual(
      expect.arrayContaining([
        // A withdrawn case, which a list may hold as well, has the field still.
        'breaking changed `requests.list`: `[].zipcode` in the answer is null, and was null or string',
        'breaking removed `requests.get`: `[].zipcode` in the answer',
      ]),
    );
    expect(
      tell((document) => (schema(document, 'Request').properties['lat'] = { type: ['string', 'null'] })),
    ).toContain(
      'breaking changed `requests.get`: `[].lat` in the answer is null or string, and was null or number',
    );
    expect(tell((document) => schema(document, 'Token').required.pop())).toEqual([
      expect.stringMatching(
        /^breaking changed `tokens\.get`: `\[\]\.\w+` in the answer is no longer always there$/,
      ),
    ]);
  });

  test('tells values: a new one breaks who reads it, one that is gone who sends it', () => {
    const status = { type: 'string', enum: ['open', 'closed', 'new'] };
    expect(tell((document) => (schema(document, 'Request').properties['status'] = status))).toContain(
      'breaking added `requests.get`: the value `new` of `[].status` in the answer',
    );
    const list = (values: string[]) => ({
      name: 'sort',
      in: 'query',
      schema: { type: 'string', enum: values },
    });
    const replace = (values: string[]) =>
      tell(({ paths }) => {
        const operation = paths[CASES]?.['get'];
        const at = operation?.parameters.findIndex((one) => 'name' in one && one.name === 'sort') ?? -1;
        operation?.parameters.splice(at, 1, list(values));
      });
    const all = ['requested_datetime', '-requested_datetime', 'updated_datetime', '-updated_datetime'];
    expect(replace([...all, 'votes'])).toEqual([
      'added `requests.list`: the value `votes` of the parameter `sort` (query)',
    ]);
    expect(replace(all.slice(1))).toEqual([
      'breaking removed `requests.list`: the value `requested_datetime` of the parameter `sort` (query)',
    ]);
  });

  test('tells answers by their status', () => {
    expect(
      tell(({ paths }) => Object.assign(paths['/livez']?.['get']?.responses ?? {}, { 418: {} })),
    ).toEqual(['added `health.live`: the answer 418']);
    expect(tell(({ paths }) => delete paths['/readyz']?.['get']?.responses['503'])).toEqual([
      'removed `health.ready`: the answer 503',
    ]);
  });
});

test('The changelog has them in its latest entry, once however often they are written', () => {
  const changelog = '# Changelog\n\n## 0.2.0\n\n### Added\n\n- A thing.\n\n## 0.1.0\n\n- The first.\n';
  const changes = [
    { kind: 'added', breaking: false, text: '`health.seen`: GET /seen' },
    { kind: 'removed', breaking: true, text: '`health.live`' },
  ] as const;
  const written = writeChanges(changelog, 'v0.1.0', changes);
  expect(written).toBe(
    '# Changelog\n\n## 0.2.0\n\n### Added\n\n- A thing.\n\n### In the contract\n\nSince v0.1.0:\n\n#### Breaking\n\n- Removed: `health.live`.\n\n#### Not breaking\n\n- Added: `health.seen`: GET /seen.\n\n## 0.1.0\n\n- The first.\n',
  );
  expect(writeChanges(written, 'v0.1.0', changes)).toBe(written);
  expect(writeChanges(written, 'v0.1.0', [])).toBe(changelog);
  expect(() => writeChanges('# Changelog\n', 'v0.1.0', changes)).toThrow('no entry');
});
