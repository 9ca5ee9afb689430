import { readFile, rename, writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as sdk from '@signpost/sdk';

const usage = `Usage: node follow.mjs --url URL --state FILE (--district CODE | --bbox WEST,SOUTH,EAST,NORTH)
  [--jurisdiction ID] [--since TIME] [--live] [--every SECONDS] [--once]`;

process.exitCode = await follow().catch((error) => explain(error));

async function follow() {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: {
      ...{ url: text, jurisdiction: text, state: text, district: text, bbox: text, since: text },
      every: { type: 'string', default: '30' },
      live: { type: 'boolean', default: false },
      once: { type: 'boolean', default: false },
    },
  });
  if (!values.state) throw new TypeError('--state is missing.');
  if (!values.district === !values.bbox) throw new TypeError('Give --district or --bbox.');
  if (!(Number(values.every) > 0)) throw new TypeError('--every is a number of seconds.');
  const city = new sdk.Signpost({
    baseUrl: values.url,
    jurisdictionId: values.jurisdiction,
    sandbox: !values.live,
  });
  for (;;) {
    await tellChanges(city, values);
    if (values.once) return 0;
    await setTimeout(values.every * 1000);
  }
}

/** Prints what has changed since the state was written last, and writes it anew. */
async function tellChanges(city, { state: file, district, bbox, since }) {
  const state = await readState(file, since);
  const changes = city.requests.list({ updated_after: state.since, bbox, extensions: true, page_size: 200 });
  for await (const request of changes) {
    const { service_request_id: number, updated_datetime: updated, extended_attributes: more } = request;
    const withdrawn = more.withdrawn === true;
    // The time is inclusive, so what was told last comes once more. Of a withdrawn case nothing says where it was.
    const isNews = withdrawn ? number in state.told : state.told[number] !== updated;
    if (isNews && (withdrawn || !district || more.area_code === district)) {
      console.log(withdrawn ? `${number} is no longer public` : lineOf(request));
      if (withdrawn) delete state.told[number];
      else state.told[number] = updated;
    }
    state.since = updated;
  }
  // Beside its place, then into it: whoever is killed in between finds the old one whole.
  await writeFile(`${file}.new`, JSON.stringify(state, null, 1));
  await rename(`${file}.new`, file);
}

async function readState(file, since = new Date(Date.now() - 86_400_000).toISOString()) {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return text === undefined ? { since, told: {} } : JSON.parse(text);
}

function lineOf({ service_request_id, status, service_name, address, status_notes }) {
  const notes = status_notes ? ` (${status_notes})` : '';
  return `${service_request_id} ${status}: ${service_name}${address ? `, ${address}` : ''}${notes}`;
}

function explain(error) {
  console.error(error.message);
  if (error instanceof sdk.NotFoundError) return 4;
  const passing = [sdk.ConnectionError, sdk.ServerError, sdk.RateLimitError];
  if (passing.some((kind) => error instanceof kind)) return 5;
  if (!(error instanceof sdk.ApiError)) console.error(usage);
  return 2;
}
