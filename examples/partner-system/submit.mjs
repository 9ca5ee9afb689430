import { open, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import * as sdk from '@signpost/sdk';

const usage = `Usage: node submit.mjs --url URL --key KEY --ledger FILE [--jurisdiction ID] [--live] [--name NAME] RECORDS
RECORDS has one JSON object on each line: an id of yours, and the fields of the case.`;

/** The server forgets the answers to idempotency keys after seven days. One of them is for clocks that are wrong. */
const FORGOTTEN_AFTER_MS = 6 * 86_400_000;
/** How many submissions are on their way at a time. */
const AT_A_TIME = 4;
/** After these, sending the same again would be refused in the same words. */
const FINAL = [sdk.BadRequestError, sdk.PayloadTooLargeError, sdk.UnprocessableError, sdk.NotFoundError];

process.exitCode = await main().catch((error) => {
  console.error(error.message);
  if (error instanceof sdk.ForbiddenError) return 3;
  console.error(usage);
  return 2;
});

async function main() {
  const text = { type: 'string' };
  const { values, positionals } = parseArgs({
    options: {
      ...{ url: text, key: text, jurisdiction: text, ledger: text },
      name: { type: 'string', default: 'partner' },
      live: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (!values.ledger || positionals.length !== 1)
    throw new TypeError('Give --ledger and one file of records.');
  const city = new sdk.Signpost({
    baseUrl: values.url,
    jurisdictionId: values.jurisdiction,
    apiKey: values.key,
    sandbox: !values.live,
  });
  const records = linesOf(await readFile(positionals[0], 'utf8'));
  const ledger = await openLedger(values.ledger);
  const waiting = each(records.filter(({ id }) => !isDone(ledger.entries.get(`${id}`))));
  const workers = Array.from({ length: AT_A_TIME }, async () => {
    for (const record of waiting) await submit(city, ledger, values.name, record);
  });
  await Promise.allSettled(workers);
  await ledger.close();
  await Promise.all(workers);

  const ends = records.map(({ id }) => ledger.entries.get(`${id}`));
  const count = (name) => ends.filter((entry) => name in entry).length;
  const [numbers, refused, unsure] = ['number', 'refused', 'unsure'].map(count);
  const left = records.length - numbers - refused - unsure;
  console.log(`${numbers} submitted, ${refused} refused, ${unsure} to be looked for by hand, ${left} left`);
  if (left > 0) return 5;
  return refused + unsure > 0 ? 1 : 0;
}

/** A loop that fails closes it for all, so that nobody goes on with a key that is refused. */
function* each(list) {
  yield* list;
}

/**
 * Submits one record. That it is begun is written down before anything is sent, and its end as soon as it is known; whoever is
 * killed in between sends it again under the same key, and the city has one case.
 */
async function submit(city, ledger, name, { id, ...fields }) {
  const begun = ledger.entries.get(`${id}`)?.begun ?? new Date().toISOString();
  if (Date.now() - Date.parse(begun) > FORGOTTEN_AFTER_MS) {
    await ledger.write({ id, unsure: `begun ${begun}, and its key is forgotten by now` });
    return;
  }
  await ledger.write({ id, begun });
  try {
    const [submitted] = await city.requests.create(fields, { idempotencyKey: `${name}-${id}` });
    await ledger.write({ id, number: submitted.service_request_id ?? submitted.token ?? '' });
  } catch (error) {
    if (!(error instanceof sdk.SignpostError) || error instanceof sdk.ForbiddenError) throw error;
    if (FINAL.some((kind) => error instanceof kind)) await ledger.write({ id, refused: error.message });
    // It stays begun: the SDK has tried for as long as it may, and the next run goes on.
    else console.error(`${id} after ${error.attempts} attempts: ${error.message}`);
  }
}

function isDone(entry) {
  return entry !== undefined && !('begun' in entry);
}

/** A file that is only ever written at its end, one line for each thing that is known. The last line of a record counts. */
async function openLedger(path) {
  const file = await open(path, 'a+');
  const text = await file.readFile('utf8');
  // A line that was cut off when the program was killed says nothing, and the next one must not go on in it.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) await file.truncate(Buffer.byteLength(whole));
  const entries = new Map(linesOf(whole).map((entry) => [`${entry.id}`, entry]));
  return {
    entries,
    async write(entry) {
      await file.appendFile(`${JSON.stringify(entry)}\n`);
      // Only what is on the disk outlives the machine.
      await file.datasync();
      entries.set(`${entry.id}`, entry);
    },
    close: () => file.close(),
  };
}

function linesOf(text) {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}
