import { getEventListeners } from 'node:events';
import { writeSync } from 'node:fs';
import { Signpost, uploadOf } from '@signpost/sdk';

/**
 * Makes one call to a server and ends it by its signal at a certain moment. Tells in one line of JSON how it has settled, and in
 * another how long something was left that kept the process alive. Started as `node aborted-call.mjs MOMENT URL`; `timer` or
 * `listener` behind these is left behind on purpose.
 */
const [, , moment, baseUrl, left] = process.argv;
const controller = new AbortController();
const { signal } = controller;
const reason = new Error('The page was left.');
const told = { hasReason: false, turns: -1, settledAfterMs: -1 };
const write = (one) => writeSync(1, `${JSON.stringify(one)}\n`);
let abortedAt = 0;
let turns = 0;

function abort() {
  abortedAt = performance.now();
  controller.abort(reason);
  setImmediate(() => (turns += 1));
}
const abortSoon = () => void setImmediate(abort);
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
// The server says that the call has come, or who waits for a connection that it is held up.
process.once('SIGUSR2', abort);

const city = new Signpost({ baseUrl, apiKey: 'k', onRetry: abortSoon });
const moments = {
  'before it is sent': () => (abort(), city.services.list({}, { signal })),
  'in the moment in which it is made': () => {
    const call = city.services.list({}, { signal });
    abort();
    return call;
  },
  'while it connects': () => city.services.list({}, { signal }),
  'while it waits for the answer': () => city.services.list({}, { signal }),
  'in the body of the answer': () => {
    const client = new Signpost({ baseUrl, fetch: (...given) => fetch(...given).finally(abortSoon) });
    return client.services.list({}, { signal });
  },
  'between two attempts': () => city.services.list({}, { signal }),
  'in the body that it sends': () => {
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
  /** For comparison: how long a program takes to end whose call was answered. */
  async never() {
    await city.services.list({}, { signal });
    abortedAt = performance.now();
  },
  async 'between two pages'() {
    for await (const page of city.requests.list({}, { signal }).pages()) if (page) abort();
  },
  async 'in a file that comes as a stream'() {
    const reader = (await city.requests.export({ format: 'csv' }, { signal })).getReader();
    await reader.read();
    abortSoon();
    await reader.read();
  },
};

process.once('exit', () => write({ endedAfterMs: performance.now() - abortedAt }));
// What is loaded with the first call is none of this.
await new Signpost({ baseUrl, fetch: () => Promise.resolve(Response.json([])) }).services.list();
try {
  await moments[moment]();
} catch (error) {
  Object.assign(told, { hasReason: error === reason, turns, settledAfterMs: performance.now() - abortedAt });
}
if (left === 'listener') signal.addEventListener('abort', () => undefined);
if (left === 'timer') setTimeout(() => undefined, 60_000);
await nextTurn();
const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
write({ ...told, timers, listeners: getEventListeners(signal, 'abort').length });
