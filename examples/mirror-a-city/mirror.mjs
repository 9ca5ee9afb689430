import { readFile, rename, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as sdk from '@signpost/sdk';
import { Open311 } from '@signpost/sdk/open311';
import { readXml } from '@signpost/sdk/xml';

const usage =
  'Usage: node mirror.mjs --url URL --out FILE [--jurisdiction ID] [--time-zone ZONE] [--key KEY]';

process.exitCode = await mirror().catch((error) => explain(error));

async function mirror() {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: { ...{ url: text, out: text, jurisdiction: text, key: text }, 'time-zone': text },
  });
  if (!values.out) throw new TypeError('--out is missing.');
  const city = new Open311({
    baseUrl: values.url,
    jurisdictionId: values.jurisdiction,
    timeZone: values['time-zone'],
    apiKey: values.key,
    keyForReading: values.key !== undefined,
    xml: readXml,
  });

  const before = await readMirror(values.out);
  const now = new Map();
  const deviations = new Map();
  for await (const { data, response } of city.requests.list({ status: ['open'] }).pages()) {
    // Some cities give closed cases as well, whatever they are asked for.
    for (const one of data) if (one.status === 'open') now.set(one.service_request_id, one);
    for (const one of response.deviations) {
      const { count = 0 } = deviations.get(one.rule) ?? {};
      deviations.set(one.rule, { ...one, count: count + one.count });
    }
  }
  await writeFile(`${values.out}.new`, `${JSON.stringify([...now.values()], null, 1)}\n`);
  await rename(`${values.out}.new`, values.out);

  const entries = [...now];
  const isSame = ([number, one]) => JSON.stringify(before.get(number)) === JSON.stringify(one);
  const added = entries.filter(([number]) => !before.has(number)).length;
  const changed = entries.length - added - entries.filter(isSame).length;
  const gone = [...before.keys()].filter((number) => !now.has(number)).length;
  console.log(`${now.size} open: ${added} new, ${changed} changed, ${gone} no longer open`);
  for (const { rule, where, found, count } of deviations.values()) {
    console.error(`mended ${rule}, ${count} times, first at ${where || 'the whole answer'}: ${found}`);
  }
  return 0;
}

async function readMirror(file) {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    return '[]';
  });
  return new Map(JSON.parse(text).map((one) => [one.service_request_id, one]));
}

function explain(error) {
  console.error(error.message);
  if (error instanceof sdk.ForbiddenError) return 3;
  if (error instanceof sdk.NotFoundError) return 4;
  const passing = [sdk.ConnectionError, sdk.ServerError, sdk.RateLimitError];
  if (passing.some((kind) => error instanceof kind)) return 5;
  if (!(error instanceof sdk.ApiError)) console.error(usage);
  return 2;
}
