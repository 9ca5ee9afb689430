import { getEventListeners } from 'node:events';
import { writeSync } from 'node:fs';
import { Signpost, uploadOf } from '@signpost/sdk';
import { Open311 } from '@signpost/sdk/open311';

/**
 * Makes a few calls to a server, one after the other, and ends each by its signal at a certain moment. Tells in one line of JSON how
 * they have settled, and in another how long something was left that kept the process alive. Started as
 * `node aborted-call.mjs MOMENT URL`; `timer` or `listener` behind these is left behind on purpose.
 */
const [, , moment, baseUrl, left] = process.argv;
/** The first call also loads and compiles what the others find ready. */
const CALLS = 3;
const reason = new Error('The page was left.');
const told = { withReason: 0, turns: 0, settledAfterMs: Infinity, listeners: 0 };
const write = (one) => writeSync(1, `${JSON.stringify(one)}\n`);
let controller = new AbortController();
let abortedAt = 0;
let turns = 0;

function abort() {
  turns = 0;
  abortedAt = performance.now();
  controller.abort(reason);
  setImmediate(() => (turns += 1));
}
const abortSoon = () => void setImmediate(abort);
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
// The server says that the call has come, or who waits for a connection that it is held up.
process.on('SIGUSR2', abort);

const city = new Signpost({ baseUrl, apiKey: 'k', onRetry: abortSoon });
const moments = {
  'before it is sent': (signal) => (abort(), city.services.list({}, { signal })),
  'in the moment in which it is made': (signal) => {
    const call = city.services.list({}, { signal });
    abort();
    return call;
  },
  'while it connects': (signal) => city.services.list({}, { signal }),
  'while it waits for the answer': (signal) => city.services.list({}, { signal }),
  'in the body of the answer': (signal) => {
    const client = new Signpost({ baseUrl, fetch: (...given) => fetch(...given).finally(abortSoon) });
    return client.services.list({}, { signal });
  },
  'between two attempts': (signal) => city.services.list({}, { signal }),
  'in the body that it sends': (signal) => {
    let parts = 0;
    const endless = new ReadableStream({
      async pull(to) {
        await nextTurn();
        to.enqueue(new Uint8Array(1000));
        if ((parts += 1) === 10) abort();
      },
    });
    return city.requests.create({ service_code: 'A', media: uploadOf(endless) }, { signal });
  },
  async 'between two pages'(signal) {
    for await (const page of city.requests.list({}, { signal }).pages()) if (page) abort();
  },
  async 'in a file that comes as a stream'(signal) {
    const reader = (await city.requests.export({ format: 'csv' }, { signal })).getReader();
    await reader.read();
    abortSoon();
    await reader.read();
  },
  'while another city is asked': (signal) =>
    new Open311({ baseUrl, discovery: false }).services.list({}, { signal }),
  'while the address of another city is looked for': (signal) =>
    new Open311({ baseUrl }).services.list({}, { signal }),
  /** For comparison: how long a program takes to end whose calls were answered. */
  async never(signal) {
    await city.services.list({}, { signal });
    abortedAt = performance.now();
  },
};

process.once('exit', () => write({ endedAfterMs: performance.now() - abortedAt }));
for (let call = 0; call < CALLS; call += 1) {
  controller = new AbortController();
  try {
    await moments[moment](controller.signal);
  } catch (error) {
    told.withReason += error === reason ? 1 : 0;
    told.turns = Math.max(told.turns, turns);
    told.settledAfterMs = Math.min(told.settledAfterMs, performance.now() - abortedAt);
  }
  if (left === 'listener') controller.signal.addEventListener('abort', () => undefined);
  if (left === 'timer') setTimeout(() => undefined, 60_000);
  await nextTurn();
  told.listeners += getEventListeners(controller.signal, 'abort').length;
}
write({ ...told, timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length });
