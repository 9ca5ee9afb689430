import { test } from '@jest/globals';
import { createTestCity } from '../../sdk/src/testing.ts';
import { writeTypes } from '../../sdk/src/typegen.ts';
import { compile, documentationAt } from '../support/compile.ts';

test('x', async () => {
  const { fetch } = createTestCity();
  const text = await writeTypes({ url: 'https://city.example/open311/v2', jurisdictionId: 'city.example', fetch });
  process.stdout.write(text);
  const head = `import { Signpost } from '@signpost/sdk';\nimport { services } from './services.ts';\nimport type { Services } from './services.ts';\nconst city = new Signpost({ baseUrl: 'x', services });\nconst other = new Signpost<Services>({ baseUrl: 'x' });\n`;
  const files = {
    'services.ts': text,
    'a.ts': `${head}city.requests.create({ service_code: 'POTHOLE', lat: 1, long: 1, attributes: { SIZE: 'small' } });`,
    'b.ts': `${head}city.requests.create({ service_code: 'POTHOLE', lat: 1, long: 1, attributes: { SIZE: 'huge' } });`,
    'c.ts': `${head}city.requests.create({ service_code: 'POTHOL', lat: 1, long: 1, attributes: { SIZE: 'small' } });`,
    'd.ts': `${head}city.requests.create({ service_code: 'POTHOLE', lat: 1, long: 1, attributes: { SIZES: 'small' } });`,
    'e.ts': `${head}city.requests.create({ service_code: 'POTHOLE', lat: 1, long: 1, attributes: {} });`,
    'f.ts': `${head}city.requests.create({ service_code: 'POTHOLE', lat: 1, long: 1 });`,
    'g.ts': `${head}city.requests.create({ service_code: 'IDEA', lat: 1, long: 1 });`,
    'h.ts': `${head}city.requests.create({ service_code: 'IDEA', lat: 1, long: 1, attributes: { X: 'a' } });`,
    'i.ts': `${head}city.requests.create({ service_code: 'POTHOLE', lat: 1, long: 1, attribute: { SIZE: 'huge' } });`,
    'j.ts': `${head}other.requests.create({ service_code: 'POTHOLE', lat: 1, long: 1, attribute: { SIZE: 'small' } });`,
    'k.ts': `${head}const code: string = 'POTHOLE'; city.requests.create({ service_code: code, lat: 1, long: 1, attribute: { SIZE: 'small' } });`,
    'm.ts': `${head}city.requests.create({ service_code: 'STREET-LIGHT', lat: 1, long: 1, attributes: { SIZE: 'small' } });`,
    'n.ts': `${head}city.requests.create({ service_code: 'STREET-LIGHT', lat: 1, long: 1, attribute: { SIZE: 'small' } });`,
    'o.ts': `${head}city.requests.create({ service_code: 'STREET-LIGHT', lat: 1, long: 1, attributes: { } });`,
    'p.ts': `${head}import { connect, requestsCreate } from '@signpost/sdk'; import type { SubmissionTo } from '@signpost/sdk'; const send = connect({ baseUrl: '', services }); const create = (one: SubmissionTo<Services>) => requestsCreate(send, one); create({ service_code: 'POTHOLE', attributes: { SIZE: 'large' } });`,
    'l.ts': `${head}other.requests.create({ service_code: 'POTHOLE', lat: 1, long: 1, attributes: { /*here*/SIZE: 'small' } });`,
  };
  const all = compile(files, 'sources');
  process.stdout.write(JSON.stringify(all, null, 2));
  process.stdout.write(documentationAt(files, 'l.ts', 'sources'));
});
