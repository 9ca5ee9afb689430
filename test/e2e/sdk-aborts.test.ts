import { createServer } from 'node:net';
import type { RequestListener } from 'node:http';
import { getEventListeners, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uploadOf } from '../../sdk/src/index.ts';
import { until } from '../support/embedded-postgres.ts';
import { endPrograms, freePort, ROOT, spawnProgram } from '../support/program.ts';
import type { Program } from '../support/program.ts';
import { failing, failureOf, reply, scriptedCityOfFile } from '../support/scripted-server.ts';

/** How soon a call has settled after its signal. */
const SETTLED_MS = 10;
/** How soon a program has ended then, beyond what one takes to end whose call was answered. */
const ENDED_MS = 200;
/** A busy machine holds up a program for as long as it likes, but not each time. */
const MOST_TRIES = 6;
/** Who is still alive so long after its call has settled has something left that lasts, also on a machine that stands still for a while. */
const LASTING_MS = 20_000;

const aborted = new Error('The page was left.');
const { server, city } = scriptedCityOfFile();
afterAll(endPrograms);

type Told = {
  withReason: number;
  turns: number;
  settledAfterMs: number;
  timers: number;
  listeners: number;
  endedAfterMs: number;
};

let program: Program;
const tellArrived = () => void program.child.kill('SIGUSR2');

/** Runs a program whose calls are ended at a certain moment; without end when it outlives that. */
async function abortedAt(
  moment: string,
  url: string,
  left: string[] = [],
  lastingMs = LASTING_MS,
): Promise<Told> {
  program = spawnProgram([moment, url, ...left], { file: `${ROOT}test/support/aborted-call.mjs` });
  let lasting: NodeJS.Timeout | undefined;
  program.child.stdout?.once('data', () => {
    lasting = setTimeout(() => program.child.kill('SIGKILL'), lastingMs);
  });
  const { stdout, stderr } = await program.ended;
  clearTimeout(lasting);
  if (stderr !== '') throw new Error(stderr);
  const lines = stdout.split('\n').filter((line) => line !== '');
  const told = lines.map((line) => JSON.parse(line) as Partial<Told>);
  return Object.assign({ endedAfterMs: Infinity }, ...told) as Told;
}

describe('A call that its signal ends', () => {
  const stalled: RequestListener = tellArrived;
  const page = reply(200, [{ service_request_id: '1' }], { Link: '</next>; rel="next"' });
  const begun =
    (type: string, text: string): RequestListener =>
    (_, response) =>
      void response.writeHead(200, { 'Content-Type': type }).write(text);

  /** The moment, what is answered, and how many of three calls reach the server, none of them twice. */
  const moments: [moment: string, answer: RequestListener, calls: number][] = [
    ['before it is sent', stalled, 0],
    ['in the moment in which it is made', stalled, 0],
    ['while it waits for the answer', stalled, 3],
    ['in the body of the answer', begun('application/json', '['), 3],
    ['between two attempts', failing(503, undefined, { 'Retry-After': '60' }), 3],
    ['in the body that it sends', (request) => void request.resume(), 3],
    ['between two pages', page, 3],
    ['in a file that comes as a stream', begun('text/csv', 'number,status\n'), 3],
    ['while another city is asked', stalled, 3],
    ['while the address of another city is looked for', stalled, 3],
  ];

  /** How long a program takes to end that has nothing left: the machine's part in all that is measured. */
  let ownMs = Infinity;
  beforeAll(async () => {
    for (let tries = 0; tries < 2; tries += 1) {
      server.answers = [reply(200, [])];
      ownMs = Math.min(ownMs, (await abortedAt('never', server.url)).endedAfterMs);
    }
  });

  test.each(moments)('%s, settles at once and leaves nothing behind', async (moment, answer, calls) => {
    const best = { settledAfterMs: Infinity, endedAfterMs: Infinity };
    const isSoon = () => best.settledAfterMs < SETTLED_MS && best.endedAfterMs < ENDED_MS + ownMs;
    for (let tries = 0; tries < MOST_TRIES && !isSoon(); tries += 1) {
      server.clear();
      server.answers = [answer];
      const told = await abortedAt(moment, server.url);
      // Before the event loop has turned once, however long that takes: nothing is waited for.
      expect(told).toMatchObject({ withReason: 3, turns: 0, timers: 0, listeners: 0 });
      expect(told.endedAfterMs).not.toBe(Infinity);
      // The last of them may have come without being read yet.
      await until(() => server.seen.length >= calls);
      expect(server.seen).toHaveLength(calls);
      best.settledAfterMs = Math.min(best.settledAfterMs, told.settledAfterMs);
      best.endedAfterMs = Math.min(best.endedAfterMs, told.endedAfterMs);
    }
    expect(best.settledAfterMs).toBeLessThan(SETTLED_MS);
    expect(best.endedAfterMs).toBeLessThan(ENDED_MS + ownMs);
  });

  test('while it connects, settles at once and leaves nothing of its own behind', async () => {
    // Who speaks TLS to it waits for the greeting of a server that never comes. A connection that is being made is kept by the fetch
    // of Node, whose own limit is ten seconds, so that the program is not waited for.
    const silent = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      tellArrived();
    });
    const port = await freePort();
    await once(silent.listen(port, '127.0.0.1'), 'listening');
    try {
      let settledAfterMs = Infinity;
      for (let tries = 0; tries < MOST_TRIES && settledAfterMs >= SETTLED_MS; tries += 1) {
        program = spawnProgram(['while it connects', `https://127.0.0.1:${port}`], {
          file: `${ROOT}test/support/aborted-call.mjs`,
        });
        await Promise.race([once(program.child.stdout!, 'data'), program.ended]);
        const told = JSON.parse(program.stdout()) as Told;
        await program.stop('SIGKILL');
        expect(told).toMatchObject({ withReason: 3, turns: 0, timers: 0, listeners: 0 });
        settledAfterMs = Math.min(settledAfterMs, told.settledAfterMs);
      }
      expect(settledAfterMs).toBeLessThan(SETTLED_MS);
    } finally {
      silent.close();
    }
  });

  test('is seen to have left something, when it has', async () => {
    const moment = 'before it is sent';
    expect(await abortedAt(moment, server.url, ['timer'], 500)).toMatchObject({
      timers: 3,
      endedAfterMs: Infinity,
    });
    expect(await abortedAt(moment, server.url, ['listener'])).toMatchObject({ listeners: 3 });
  });

  test('with a fetch that does not heed it, settles at once', async () => {
    const controller = new AbortController();
    const deaf = city({ fetch: () => new Promise(() => undefined) });
    const call = failureOf(deaf.services.list({}, { signal: controller.signal }));
    await wait(1);
    controller.abort(aborted);
    const turn = new Promise((resolve) => setImmediate(resolve, 'a turn of the event loop'));
    expect(await Promise.race([call, turn])).toBe(aborted);
  });

  test('in the body that it sends, ends the source as well', async () => {
    const controller = new AbortController();
    const ended = new Promise<void>((resolve) => {
      const source = new ReadableStream<Uint8Array>({
        pull: (to) => to.enqueue(new Uint8Array(1000)),
        cancel: () => resolve(),
      });
      server.answers = [(request) => void request.once('data', () => controller.abort(aborted))];
      const media = uploadOf(source, { name: 'endless.jpg' });
      city()
        .requests.create({ service_code: 'A', media }, { signal: controller.signal })
        .catch(() => undefined);
    });
    await ended;
  });

  test.each<[string, (file: ReadableStream<Uint8Array>) => Promise<unknown>]>([
    ['read to its end', (file) => new Response(file).text()],
    ['cancelled', (file) => file.cancel()],
  ])('is heard by a file that comes as a stream, until that is %s', async (_, end) => {
    server.answers = [
      (_request, response) =>
        void response.writeHead(200, { 'Content-Type': 'text/csv' }).end('number,status\n'),
    ];
    const { signal } = new AbortController();
    const file = await city().requests.export({ format: 'csv' }, { signal });
    await end(file);
    await until(() => getEventListeners(signal, 'abort').length === 0);
  });

  test('ends the connection of a file that comes as a stream', async () => {
    server.answers = [begun('text/csv', 'number,status\n')];
    const controller = new AbortController();
    const file = await city().requests.export({ format: 'csv' }, { signal: controller.signal });
    const reader = file.getReader();
    await reader.read();
    const rest = failureOf(reader.read());
    controller.abort(aborted);
    expect(await rest).toBe(aborted);
    const [{ socket } = { socket: undefined }] = server.seen;
    if (socket?.closed === false) await once(socket, 'close');
  });
});
