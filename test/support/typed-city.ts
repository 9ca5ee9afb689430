import { createTestCity } from '../../sdk/src/testing.ts';
import type { TestService } from '../../sdk/src/testing.ts';
import { writeTypes } from '../../sdk/src/typegen.ts';

const values = (...keys: string[]) => keys.map((key) => ({ key, name: `The ${key} one` }));

/** A question of every kind, a service that asks nothing, and one that may be left without answers. */
export const TYPED_SERVICES: TestService[] = [
  { service_code: 'LAMP', service_name: 'Broken lamp' },
  {
    service_code: '006',
    service_name: 'Sidewalk',
    attributes: [{ code: '1', datatype: 'string' }],
  },
  {
    service_code: 'HOLE',
    service_name: 'Pothole',
    attributes: [
      { code: 'NOTE', datatype: 'string', variable: false, description: 'In danger? Call 112.' },
      {
        code: 'SIZE',
        datatype: 'singlevaluelist',
        required: true,
        description: 'How large is it?',
        datatype_description: 'Choose one.',
        values: values('small', 'large'),
      },
      {
        code: 'LANE',
        datatype: 'multivaluelist',
        description: 'Which lanes?',
        values: values('left', 'middle', 'right'),
      },
      { code: 'DEPTH', datatype: 'number', description: 'How deep is it, in cm?' },
      { code: 'SEEN', datatype: 'datetime', description: 'Since when?' },
      { code: 'SIGN', datatype: 'string', description: 'What does the sign say?' },
      { code: 'STORY', datatype: 'text', description: 'What happened?' },
      {
        code: 'KIND',
        datatype: 'singlevaluelist',
        values: values(...Array.from({ length: 23 }, (_, index) => `k${index}`)),
      },
    ],
  },
];

/** What typegen writes of a city in memory with certain services. */
export function typesOf(services: readonly TestService[]): Promise<string> {
  const { fetch, connection } = createTestCity({ services, now: () => new Date('2026-03-01T09:30:00Z') });
  const { jurisdictionId } = connection;
  return writeTypes({ url: 'https://city.example/open311/v2', jurisdictionId, fetch });
}
