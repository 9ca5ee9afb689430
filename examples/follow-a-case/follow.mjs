import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import * as sdk from '@signpost/sdk';

const usage =
  'Usage: node follow.mjs --url URL --number NUMBER [--jurisdiction ID] [--live] [--every SECONDS] [--once]';

process.exitCode = await follow().catch((error) => explain(error));

async function follow() {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      number: { type: 'string' },
      jurisdiction: { type: 'string' },
      every: { type: 'string', default: '30' },
      live: { type: 'boolean', default: false },
      once: { type: 'boolean', default: false },
    },
  });
  const seconds = Number(values.every);
  if (!(seconds > 0)) throw new TypeError('--every is a number of seconds.');
  const city = new sdk.Signpost({
    baseUrl: values.url,
    jurisdictionId: values.jurisdiction,
    sandbox: !values.live,
  });

  const first = await find(city, values.number);
  print(first);
  if (values.once) return 0;
  for (;;) {
    await setTimeout(seconds * 1000);
    const now = await find(city, values.number);
    if (now.status === first.status) continue;
    print(now);
    return 0;
  }
}

async function find(city, number) {
  const [found] = await city.requests.get({ service_request_id: number });
  return found;
}

function print(found) {
  console.log(`${found.service_request_id} ${found.status}: ${found.service_name}`);
  if (found.status_notes) console.log(`  ${found.status_notes}`);
  console.log(`  reported ${found.requested_datetime}, last changed ${found.updated_datetime}`);
  if (found.expected_datetime) console.log(`  expected ${found.expected_datetime}`);
}

function explain(error) {
  console.error(error.message);
  if (error instanceof sdk.ForbiddenError) return 3;
  if (error instanceof sdk.NotFoundError) return 4;
  const passing = [sdk.ConnectionError, sdk.ServerError, sdk.RateLimitError, sdk.ConflictError];
  if (passing.some((kind) => error instanceof kind)) return 5;
  if (!(error instanceof sdk.ApiError)) console.error(usage);
  return 2;
}
