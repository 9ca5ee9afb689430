import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import * as sdk from '@signpost/sdk';

const usage = 'Usage: node bot.mjs --url URL [--jurisdiction ID] [--live] [--port PORT] [--locale LANGUAGE]';

const { city, values } = begin();

const server = createServer((request, response) => {
  const question = new URL(request.url, 'http://bot').searchParams.get('text') ?? '';
  void reply(question).then((sentence) => {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(`${sentence}\n`);
  });
});
server.listen(Number(values.port), '127.0.0.1', () => {
  console.log(`Ask at http://127.0.0.1:${server.address().port}/?text=10%20000%20004`);
});

function begin() {
  try {
    const text = { type: 'string' };
    const { values } = parseArgs({
      options: {
        ...{ url: text, jurisdiction: text },
        live: { type: 'boolean', default: false },
        port: { type: 'string', default: '3112' },
        locale: { type: 'string', default: 'en' },
      },
    });
    if (!values.url) throw new TypeError('--url is missing.');
    const city = new sdk.Signpost({
      baseUrl: values.url,
      jurisdictionId: values.jurisdiction,
      sandbox: !values.live,
      // Whoever asks is waiting.
      deadlineMs: 10_000,
    });
    return { city, values };
  } catch (error) {
    console.error(error.message);
    console.error(usage);
    process.exit(2);
  }
}

/** One sentence or a few, whatever was asked and whatever goes wrong. */
async function reply(question) {
  // People read numbers out in groups, and write them as they hear them.
  const [typed] = /\d[\d\s.-]{3,}\d/.exec(question) ?? [];
  if (typed === undefined) return 'Please send me the number of your case, such as 10 000 004.';
  const number = typed.replace(/\D/g, '');
  try {
    const [found] = await city.requests.get({ service_request_id: number, locale: values.locale });
    return tell(found);
  } catch (error) {
    // The last digit of a number is a check digit, so the server knows when one is mistyped, and says so.
    if (error instanceof sdk.NotFoundError) return error.message.replaceAll(number, inGroups(number));
    console.error(error.message);
    return 'I cannot reach the city at the moment. Please ask again in a few minutes.';
  }
}

function tell(found) {
  const { service_name, address, status, status_notes, requested_datetime, updated_datetime } = found;
  const what = `${service_name}${address ? `, ${address}` : ''}`;
  const begin = `Case ${inGroups(found.service_request_id)} (${what}), reported on ${day(requested_datetime)},`;
  const due = found.expected_datetime ? ` It should be dealt with by ${day(found.expected_datetime)}.` : '';
  const state = status === 'closed' ? `was closed on ${day(updated_datetime)}.` : `is still open.${due}`;
  return `${begin} ${state}${status_notes ? ` The city says: ${status_notes}` : ''}`;
}

/** 10000004 as it is read out: 10 000 004. */
function inGroups(number) {
  return number.replace(/\B(?=(\d{3})+$)/g, ' ');
}

/** The day as the city wrote it, in its own zone. */
function day(time) {
  return new Date(`${time.slice(0, 10)}T12:00:00Z`).toLocaleDateString(values.locale, { dateStyle: 'long' });
}
