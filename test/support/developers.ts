import type { Clock } from '../../src/platform/clock.ts';
import { createCity } from './city.ts';
import type { TestCity } from './city.ts';
import { until } from './embedded-postgres.ts';
import { startApp } from './http.ts';
import type { TestApp } from './http.ts';
import { startMailServer, tokenIn } from './mail-server.ts';
import type { MailServer, ReceivedMail } from './mail-server.ts';

type Told = { status: number; headers: Headers; body: Record<string, unknown> };

/** A server for developers who get keys, which mails by a real mail server, and what they do there. */
export type Developers = {
  app: TestApp;
  server: MailServer;
  city: TestCity;
  clock: Clock;
  /** Lets time pass while something is done; then it is again what it was. */
  later(ms: number, work: () => Promise<void>): Promise<void>;
  /** A call of somebody who has not called before, unless headers say otherwise. */
  ask(method: string, path: string, body?: object | string, headers?: Record<string, string>): Promise<Told>;
  create(email: string, more?: object, headers?: Record<string, string>): Promise<Told>;
  confirm(token: string): Promise<Told>;
  renew(token: string): Promise<Told>;
  refuse(token: string): Promise<Told>;
  mailsTo(...addresses: string[]): ReceivedMail[];
  /** Until the queue has nothing left that could send a mail now. */
  settled(): Promise<void>;
  /** Runs what is waiting for its next try at once. */
  hurry(): Promise<void>;
  /** The account token of a new developer. */
  signedIn(email?: string): Promise<string>;
  stop(): Promise<void>;
};

export const DAY_MS = 24 * 3_600_000;

export const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

let used = 0;
/** An address nobody has used, at a domain nobody has used. */
export const fresh = (name = 'dev') => `${name}@dev${(used += 1)}.example`;
/** Where a caller comes from who has not asked before. */
export const elsewhere = () => ({ 'X-Forwarded-For': `198.51.${(used += 1) >> 8}.${used & 255}` });

export async function startDevelopers(): Promise<Developers> {
  let now = new Date('2026-06-01T10:00:00Z');
  const clock = { now: () => now };
  const server = await startMailServer();
  const app = await startApp({
    clock,
    env: {
      SIGNPOST_SMTP_URL: server.url,
      SIGNPOST_MAIL_FROM: 'City <portal@city.example>',
      SIGNPOST_PUBLIC_URL: 'https://api.city.example',
    },
    http: { trustProxy: 'loopback' },
  });
  const city = await createCity(app.db);
  app.work();

  const ask: Developers['ask'] = async (method, path, body, headers = elsewhere()) => {
    const response = await fetch(`${app.url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  };
  const create: Developers['create'] = (email, more = {}, headers) =>
    ask('POST', '/accounts', { email, ...more }, headers);
  const confirm = (token: string) => ask('POST', '/accounts/confirmations', { token });
  const settled = async () => {
    // A job that is asked for again while it runs has no attempts left.
    await until(async () => {
      const { rows } = await app.db.raw<{ rows: { count: string }[] }>(
        `select count(*) from graphile_worker._private_jobs
          where locked_at is not null or (run_at <= now() and attempts < max_attempts)`,
      );
      return rows[0]?.count === '0';
    });
  };
  return {
    app,
    server,
    city,
    clock,
    async later(ms, work) {
      const before = now;
      now = new Date(before.getTime() + ms);
      try {
        await work();
      } finally {
        now = before;
      }
    },
    ask,
    create,
    confirm,
    renew: (token) => ask('POST', '/accounts/renewals', { token }),
    refuse: (token) => ask('POST', '/accounts/refusals', { token }),
    mailsTo: (...addresses) =>
      server.mails.filter(({ to }) =>
        to.some((one) => addresses.some((address) => address.toLowerCase() === one.toLowerCase())),
      ),
    settled,
    async hurry() {
      await app.db.raw(
        `update graphile_worker._private_jobs set run_at = now() where locked_at is null and attempts < max_attempts`,
      );
      // The runner would look by itself within two seconds.
      await app.db.raw(`select pg_notify('jobs:insert', '{"count":1}')`);
      await settled();
    },
    async signedIn(email = fresh()) {
      await create(email);
      const { body } = await confirm(tokenIn(await server.mailTo(email)));
      return body['account_token'] as string;
    },
    async stop() {
      await app.stop();
      await server.stop();
    },
  };
}
