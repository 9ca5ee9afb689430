import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import { examine, NotExaminable } from '../../sdk/cli/src/doctor/index.ts';
import { fc } from '../support/same-examples.ts';
import { startStandIn } from '../support/stand-in.ts';
import { STAND_IN } from '../support/stand-in-city.ts';

const MB = 1024 * 1024;
const KEY = 'sp-secret/of+the&city';
/** For targets that never answer: short, so that the test need not wait. The sizes are the real ones. */
const IMPATIENT = { callMs: 300 };
/** What three calls may take beside their waits. */
const OVERHEAD_MS = 5_000;
/** For targets that answer: also a busy machine answers in time. */
const PATIENT = { callMs: 5_000 };

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

function listen(server: Server): Promise<URL> {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      resolve(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`));
    }),
  );
}
const target = (answer: (request: IncomingMessage, response: ServerResponse) => void) =>
  listen(createServer(answer));

/** Sends without end, as fast as it is taken. */
function pour(
  response: ServerResponse,
  chunk: Buffer,
  onSent: (bytes: number) => void = () => undefined,
): void {
  const more = () => {
    while (!response.destroyed && response.write(chunk)) onSent(chunk.length);
    onSent(chunk.length);
  };
  response.on('drain', more);
  more();
}

const examined = (url: URL, limits = PATIENT) => examine({ url, key: KEY, write: false, limits });
const refusal = async (url: URL, limits = PATIENT) => {
  const begin = Date.now();
  const error: unknown = await examined(url, limits).catch((caught: unknown) => caught);
  if (!(error instanceof NotExaminable)) throw error;
  return { message: error.message, ms: Date.now() - begin };
};

const NOT_IN_TIME = /3 calls in a row were not answered in time/;

describe('Targets that cannot be examined', () => {
  test.each<[string, () => Promise<URL>, RegExp]>([
    ['never answers', () => target(() => undefined), NOT_IN_TIME],
    [
      'stops in the middle of an answer',
      () => target((_request, response) => response.writeHead(200, { 'content-length': '100' }).write('[')),
      NOT_IN_TIME,
    ],
    [
      'sends a byte now and then',
      () =>
        target((_request, response) => {
          const timer = setInterval(() => response.write(' '), 20);
          response.on('close', () => clearInterval(timer));
        }),
      NOT_IN_TIME,
    ],
    [
      'answers HTML',
      () =>
        target((_request, response) =>
          response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html><p>Hello'),
        ),
      /\/v2\/services\.json → 200, an HTML page\n/,
    ],
    [
      'sends endless text',
      () => target((_request, response) => pour(response.writeHead(200), Buffer.alloc(64 * 1024, '['))),
      /sends more than 8 MB/,
    ],
    [
      'sends a bomb',
      () => {
        const bomb = gzipSync(Buffer.alloc(200 * MB, ' '));
        return target((_request, response) =>
          response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
        );
      },
      /sends more than 8 MB/,
    ],
    [
      'is packed in layers that nobody asked for',
      () =>
        target((_request, response) =>
          response.writeHead(200, { 'content-encoding': 'gzip, gzip, br' }).end('x'),
        ),
      /which nobody has asked for/,
    ],
    [
      'sends on for ever',
      () => target((request, response) => response.writeHead(302, { location: `${request.url}x` }).end()),
      /is sent on more than 5 times/,
    ],
    [
      'sends on to another host',
      () =>
        target((_request, response) =>
          response.writeHead(301, { location: 'http://other.example/v2' }).end(),
        ),
      /is sent on to http:\/\/other\.example\/v2, which is not followed/,
    ],
    [
      'sends on to a file',
      () => target((_request, response) => response.writeHead(301, { location: 'file:///etc/passwd' }).end()),
      /which is not followed/,
    ],
    ['cuts every connection', () => target((request) => request.socket.destroy()), /the connection was cut/],
    [
      'does not speak HTTP',
      () => listen(createSocketServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))),
      /does not speak HTTP/,
    ],
    [
      'sends headers without end',
      () =>
        listen(
          createSocketServer((socket) => {
            socket.write('HTTP/1.1 200 OK\r\n');
            const more = () => {
              while (!socket.destroyed && socket.write(`x-${'a'.repeat(1000)}: b\r\n`));
            };
            socket.on('drain', more);
            more();
          }),
        ),
      /more headers than anybody reads/,
    ],
    [
      'changes to another protocol',
      () =>
        listen(
          createSocketServer((socket) => {
            socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
          }),
        ),
      /the connection was cut/,
    ],
    [
      'says for ever that an answer will come',
      () =>
        listen(
          createSocketServer((socket) => {
            const more = () => {
              while (!socket.destroyed && socket.write('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(100)));
            };
            socket.on('drain', more);
            more();
          }),
        ),
      NOT_IN_TIME,
    ],
    ['is not there', () => Promise.resolve(new URL('http://127.0.0.1:9/v2')), /nothing listens there/],
    [
      'says terrible things to a terminal',
      () => target((_request, response) => response.writeHead(200).end('\u001b]0;owned\u0007\u202e')),
      /^[^\u001b\u0007\u202e]*$/,
    ],
    [
      'nests without end',
      () =>
        target((request, response) =>
          response.writeHead(200).end((request.url?.includes('xml') ? '<a>' : '{"a":[').repeat(MB)),
        ),
      /nested too deep/,
    ],
    [
      'sends millions of small things',
      () =>
        target((request, response) =>
          response
            .writeHead(200)
            .end(
              request.url?.includes('xml')
                ? `<services>${'<a/>'.repeat(MB / 4)}</services>`
                : `[${'[],'.repeat(MB / 4)}[]]`,
            ),
        ),
      /more parts than anybody reads[^]*more elements than anybody reads/,
    ],
  ])('%s', async (_name, start, why) => {
    const limits = why === NOT_IN_TIME ? IMPATIENT : PATIENT;
    const { message, ms } = await refusal(await start(), limits);
    expect(message).toMatch(why);
    expect(ms).toBeLessThan(3 * limits.callMs + OVERHEAD_MS);
  });

  test('of a gigabyte no more is taken than its bound', async () => {
    let sent = 0;
    const url = await target((_request, response) =>
      pour(
        response.writeHead(200, { 'content-length': String(1024 * MB) }),
        Buffer.alloc(64 * 1024, ' '),
        (bytes) => (sent += bytes),
      ),
    );
    const before = process.memoryUsage();
    const { message } = await refusal(url);
    const after = process.memoryUsage();
    expect(message).toMatch(/sends more than 8 MB/);
    const calls = message.split('\n').length - 1;
    // What lies in the buffers of the sockets comes on top.
    expect(sent).toBeLessThan(calls * 16 * MB);
    expect(after.external + after.heapUsed - before.external - before.heapUsed).toBeLessThan(calls * 10 * MB);
  });
});

describe('Targets that turn bad on the way', () => {
  test('silence ends the examination, and the rest is not tested', async () => {
    let calls = 0;
    const standIn = await startStandIn();
    const url = await target((request, response) => {
      if ((calls += 1) > 20) return;
      void fetch(new URL(request.url ?? '', standIn.url)).then(async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
      });
    });
    const examination = await examine({
      url,
      jurisdiction: STAND_IN.jurisdiction,
      write: false,
      limits: { callMs: 2_000 },
    });
    await standIn.stop();
    expect(examination.ended).toBe('3 calls in a row were not answered in time');
    expect(examination.counts.pass).toBeGreaterThan(10);
    expect(examination.counts.untested).toBeGreaterThan(50);
    expect(examination.calls).toBe(23);
  });

  test('who wants fewer calls is asked more slowly, and left alone in the end', async () => {
    for (const always of [false, true]) {
      let calls = 0;
      const standIn = await startStandIn({
        name: '429',
        rules: [],
        verdict: 'fail',
        written: (written) => {
          calls += 1;
          if (calls === 20 || (always && calls > 20))
            Object.assign(written, { status: 429, headers: { ...written.headers, 'retry-after': '0' } });
        },
      });
      const { jurisdiction } = STAND_IN;
      const examination = await examine({ url: new URL(standIn.url), jurisdiction, write: false });
      await standIn.stop();
      expect(examination.counts.fail).toBe(0);
      expect(examination.ended).toBe(
        always ? 'the server wants fewer calls than an examination needs (429)' : undefined,
      );
    }
  });

  test('so do the bounds on time and on calls', async () => {
    const standIn = await startStandIn();
    const given = { url: new URL(standIn.url), jurisdiction: STAND_IN.jurisdiction, write: false };
    const few = await examine({ ...given, limits: { calls: 30 } });
    expect([few.calls, few.ended]).toEqual([30, 'the examination has made 30 calls']);
    await expect(examine({ ...given, limits: { runMs: 0 } })).rejects.toThrow(
      'the examination has taken 0 s',
    );
    await standIn.stop();
  });
});

describe('Targets that answer anything', () => {
  /** Puts something else in the place of parts of an answer. */
  const disturbed = (value: unknown, junk: readonly unknown[], next: () => number): unknown => {
    if (next() % 5 === 0) return junk[next() % junk.length];
    if (Array.isArray(value)) return value.map((one) => disturbed(one, junk, next));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, disturbed(one, junk, next)]));
  };

  test('end in a report or a refusal, never in a fault', async () => {
    let reports = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        async (junk, numbers) => {
          const next = () => numbers.next().value as number;
          const standIn = await startStandIn({
            name: 'anything',
            rules: [],
            verdict: 'fail',
            reply: (reply) => {
              if (next() % 3 === 0) reply.value = disturbed(reply.value, junk, next);
              if (next() % 20 === 0) reply.status = 200 + (next() % 400);
            },
          });
          try {
            const { jurisdiction, key } = STAND_IN;
            const url = new URL(standIn.url);
            const { counts } = await examine({ url, jurisdiction, key, write: true, limits: PATIENT });
            reports += counts.fail > 0 ? 1 : 0;
          } catch (error) {
            expect(error).toBeInstanceOf(NotExaminable);
          } finally {
            await standIn.stop();
          }
        },
      ),
      { numRuns: 15, endOnFailure: true },
    );
    expect(reports).toBeGreaterThan(7);
  }, 120_000);
});

describe('The key', () => {
  test('goes to no origin but the one that it was given for', async () => {
    const thief = await startStandIn();
    const url = await target((request, response) => {
      const body = JSON.stringify({
        changeset: '2026-01-01T10:00:00Z',
        contact: 'x',
        key_service: 'x',
        endpoints: [
          {
            specification: 'http://wiki.open311.org/GeoReport_v2',
            url: thief.url,
            changeset: '2026-01-01T10:00:00Z',
            type: 'production',
            formats: ['text/xml', 'application/json'],
          },
        ],
      });
      response.writeHead(request.url?.endsWith('json') ? 200 : 404).end(body);
    });
    url.pathname = '/discovery.json';
    const examination = await examine({
      url,
      jurisdiction: STAND_IN.jurisdiction,
      key: STAND_IN.key,
      write: true,
    });
    await thief.stop();
    expect(thief.calls.length).toBeGreaterThan(30);
    expect(thief.calls.filter(({ fields, method }) => fields.has('api_key') || method === 'POST')).toEqual(
      [],
    );
    const whys = examination.areas
      .flatMap(({ results }) => results)
      .map(({ outcome }) => ('why' in outcome ? outcome.why : ''));
    expect(whys).toContainEqual(expect.stringContaining('the key is not sent there'));
  });

  test('is in no evidence, in whatever way a server tells it', async () => {
    const url = await target((request, response) => {
      const key = new URL(request.url ?? '', 'http://x').searchParams.get('api_key');
      if (key === null) {
        response.writeHead(403).end('[{"code":403,"description":"A key."}]');
        return;
      }
      const forms = [key, encodeURIComponent(key), JSON.stringify(key), key.replaceAll('&', '&amp;')];
      response
        .writeHead(200)
        .end(
          JSON.stringify(
            forms.map((service_code) => ({ service_code, type: service_code, metadata: service_code })),
          ),
        );
    });
    const report = JSON.stringify(await examined(url));
    expect(report).toContain('[key]');
    for (const form of [KEY, encodeURIComponent(KEY), JSON.stringify(JSON.stringify(KEY)).slice(3, -3)])
      expect(report).not.toContain(form);
  });
});
