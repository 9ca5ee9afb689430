import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import * as sdk from '@signpost/sdk';

const usage = `Usage: node report.mjs --url URL --key KEY --service CODE --lat N --long N
  [--jurisdiction ID] [--live] [--description TEXT] [--attribute CODE=ANSWER]…
  [--photo FILE]… [--idempotency-key TEXT]
Without --service, the services to choose from are listed. Without --live, the case goes to the sandbox of the city.`;

process.exitCode = await report().catch((error) => explain(error));

async function report() {
  const names = ['url', 'jurisdiction', 'key', 'service', 'lat', 'long', 'description', 'idempotency-key'];
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
  const several = { type: 'string', multiple: true, default: [] };
  const { values } = parseArgs({
    options: { ...options, attribute: several, photo: several, live: { type: 'boolean', default: false } },
  });
  const city = new sdk.Signpost({
    baseUrl: values.url,
    jurisdictionId: values.jurisdiction,
    apiKey: values.key,
    sandbox: !values.live,
  });

  const services = await city.services.list();
  const service = services.find((candidate) => candidate.service_code === values.service);
  if (!service) {
    for (const { service_code, service_name } of services) console.log(`${service_code}\t${service_name}`);
    if (values.service === undefined) return 0;
    console.error(`There is no service ${values.service}.`);
    return 4;
  }

  // The name of this submission. After an error, run the program again with the same one: there will be one case.
  const idempotencyKey = values['idempotency-key'] ?? crypto.randomUUID();
  console.error(`Submitting with --idempotency-key ${idempotencyKey}`);
  const [submitted] = await city.requests.create(
    {
      service_code: service.service_code,
      lat: values.lat,
      long: values.long,
      description: values.description,
      attribute: readAnswers(values.attribute),
      media: await readPhotos(values.photo),
    },
    { idempotencyKey },
  );
  // A batch service gives a token in place of a number, a blackbox service gives neither.
  console.log(submitted.service_request_id ?? submitted.token ?? 'Handed in.');
  if (submitted.service_notice) console.log(submitted.service_notice);
  return 0;
}

/** One answer to a question is sent as a text, several as a list. */
function readAnswers(pairs) {
  const answers = {};
  for (const pair of pairs) {
    const [, code, answer] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (code === undefined) throw new TypeError(`--attribute ${pair} is not CODE=ANSWER.`);
    answers[code] = code in answers ? [answers[code], answer].flat() : answer;
  }
  return answers;
}

/** What the files hold is found out by the server. */
function readPhotos(paths) {
  return Promise.all(paths.map(async (path) => new File([await readFile(path)], basename(path))));
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
