import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { HttpOptions } from '../../src/http/app.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { PLACE, rawCall, submit, submitted } from '../support/calls.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

let app: TestApp;
let city: TestCity;

/** A server for all tests of a `describe`. */
function serve(http: Partial<HttpOptions>): void {
  beforeAll(async () => {
    app = await startApp({ http });
    city = await createCity(app.db);
  });
  afterAll(() => app.stop());
}

const v2 = () => `/open311/${city.jurisdiction_id}/v2`;

/** A call that waits for the database, as soon as it does. */
const untilOneWaits = () => until(async () => (await app.db.raw<{ rows: unknown[] }>(WAITS)).rows.length > 0);
const WAITS = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;

describe('one call too many', () => {
  serve({ mostInHand: 0 });
  const languages = [{}, { 'Accept-Language': 'pl' }, { 'Accept-Language': 'uk-UA, en;q=0.5' }];

  /** Without what is different for every answer. */
  const compared = ({ status, headers, text }: Awaited<ReturnType<typeof rawCall>>) => {
    const { date: _date, 'x-request-id': id, ...others } = headers;
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    return { status, headers: others, text };
  };

  test.each([
    ['list in JSON', 'GET', '/requests.json'],
    ['list in XML', 'GET', '/requests.xml?locale=uk'],
    ['list of features', 'GET', '/requests.geojson?locale=pl'],
    ['single case', 'GET', '/requests/10000008.xml'],
    ['submission in JSON', 'POST', '/requests.json'],
    ['submission in XML', 'POST', '/requests.xml'],
  ])('is refused on the short way as Express would: %s', async (_, method, path) => {
    const body = method === 'POST' ? 'service_code=LAMP' : undefined;
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': '17' };
    // Refusals go out together, so all of them take no longer than one.
    await Promise.all(
      languages.map(async (language) => {
        const headers = { ...language, ...(body === undefined ? {} : form) };
        const sent = { method, ...(body && { body }) };
        const [short, long] = await Promise.all([
          rawCall(app, { ...sent, headers, path: v2() + path }),
          // Express gets a GET with a body, and a submission to a path that is not written plainly.
          rawCall(app, {
            ...sent,
            path: v2() + (method === 'POST' ? `${path}/` : path),
            headers: { ...headers, ...(method === 'GET' ? { 'Content-Length': '0' } : {}) },
          }),
        ]);
        expect(compared(short)).toEqual(compared(long));
        expect(short.status).toBe(503);
        expect(short.headers['retry-after']).toBe('1');
        expect(short.text).toMatch(
          path.includes('.xml') ? /^<\?xml[^]*<code>503<\/code>/ : /^\[\{"code":503,/,
        );
      }),
    );
  });

  test('is never one for health, for what is known, or for the documentation', async () => {
    for (const path of ['/livez', '/readyz', '/docs/', '/open311/discovery.json', `${v2()}/services.json`])
      expect([path, (await fetch(app.url + path)).status]).toEqual([path, 200]);
  });
});

describe('where there is room for one', () => {
  serve({ mostInHand: 1 });

  test('another is refused while it waits for the database, and taken when it has its answer', async () => {
    const tx = await app.db.transaction();
    await tx.raw('lock table requests in access exclusive mode');
    const first = submit(app, city, { ...PLACE, service_code: 'LAMP' });
    await untilOneWaits();
    expect((await submit(app, city, { ...PLACE, service_code: 'LAMP' })).status).toBe(503);
    expect((await fetch(`${app.url}${v2()}/requests.json`)).status).toBe(503);
    await tx.commit();
    expect((await first).status).toBe(200);
    expect((await submit(app, city, { ...PLACE, service_code: 'LAMP' })).status).toBe(200);
  });

  test('its place is given back, whatever became of the call', async () => {
    const number = await submitted(app, city, { ...PLACE, service_code: 'LAMP' });
    for (let turn = 0; turn < 3; turn += 1) {
      expect((await fetch(`${app.url}${v2()}/requests/${number}.json`)).status).toBe(200);
      expect((await fetch(`${app.url}${v2()}/requests/10000008.json`)).status).toBe(404);
      expect((await fetch(`${app.url}${v2()}/requests.json?status=odd`)).status).toBe(400);
      expect((await submit(app, { ...city, key: 'x' }, { ...PLACE, service_code: 'LAMP' })).status).toBe(403);
      expect((await submit(app, city, { ...PLACE, service_code: 'NONE' })).status).toBe(404);
    }
  });

  test('also when the caller is gone before the answer', async () => {
    const tx = await app.db.transaction();
    await tx.raw('lock table requests in access exclusive mode');
    const gone = new AbortController();
    const left = fetch(`${app.url}${v2()}/requests.json`, { signal: gone.signal }).catch(() => 'gone');
    await untilOneWaits();
    expect((await fetch(`${app.url}${v2()}/requests.xml`)).status).toBe(503);
    gone.abort();
    expect(await left).toBe('gone');
    // What it has asked of the database is still waited for.
    expect((await fetch(`${app.url}${v2()}/requests.xml`)).status).toBe(503);
    await tx.commit();
    await until(async () => (await fetch(`${app.url}${v2()}/requests.xml`)).status === 200);
  });
});

describe('a caller who is gone', () => {
  const lines: { msg: string; operation: string; status: unknown }[] = [];
  serve({ log: pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line) as never) }) });

  test('before the answer, or before the error, is in the log all the same', async () => {
    const number = await submitted(app, city, { ...PLACE, service_code: 'LAMP' });
    for (const ends of ['with an answer', 'with an error']) {
      lines.length = 0;
      const tx = await app.db.transaction();
      await tx.raw('lock table requests in access exclusive mode');
      const taken = once(app.server, 'connection');
      const caller = connect(Number(new URL(app.url).port), '127.0.0.1');
      caller.write(`GET ${v2()}/requests/${number}.json HTTP/1.1\r\nHost: x\r\n\r\n`);
      const [connection] = (await taken) as [Socket];
      await untilOneWaits();
      const left = once(connection, 'close');
      caller.destroy();
      await left;
      if (ends === 'with an answer') await tx.commit();
      else await app.db.raw(WAITS.replace('1', 'pg_cancel_backend(pid)'));
      // The line of a call before may come as late.
      const told = await until(() =>
        lines.find(({ msg, operation }) => msg === 'call' && operation === 'requests.get'),
      );
      expect([ends, told]).toMatchObject([ends, { operation: 'requests.get', status: 'aborted' }]);
      if (!tx.isCompleted()) await tx.commit();
    }
  });
});

describe('1,000 submissions that trickle in', () => {
  serve({ mostInHand: 2 });

  test('take no place of those who ask meanwhile', async () => {
    const { port } = new URL(app.url);
    const head = `POST ${v2()}/requests.json HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nservice_code=`;
    const sockets: Socket[] = [];
    for (let count = 0; count < 1_000; count += 1) {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      sockets.push(socket);
      await once(socket, 'connect');
      socket.write(head);
    }
    const open = () =>
      new Promise<number>((resolve) => app.server.getConnections((_error, count) => resolve(count)));
    await until(async () => (await open()) >= 1_000);
    for (let turn = 0; turn < 10; turn += 1) {
      for (const socket of sockets) socket.write('L');
      expect((await fetch(`${app.url}${v2()}/requests.json`)).status).toBe(200);
      expect((await submit(app, city, { ...PLACE, service_code: 'LAMP' })).status).toBe(200);
    }
    expect(await open()).toBeGreaterThanOrEqual(1_000);
    for (const socket of sockets) socket.destroy();
  }, 60_000);
});
