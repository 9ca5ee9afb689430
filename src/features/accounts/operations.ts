import type { Knex } from 'knex';
import type { AccountActor, Actor, Operation } from '../../http/operation.ts';
import type { Clock } from '../../platform/clock.ts';
import { tooMany } from '../../platform/errors.ts';
import { createTally } from '../../platform/tally.ts';
import type { JurisdictionDirectory } from '../jurisdictions/index.ts';
import { listAccountKeys, revokeAccountKey } from '../access/index.ts';
import type { StoredKey } from '../access/index.ts';
import { findAccount } from './account-repository.ts';
import { askForKey } from './ask-for-key.ts';
import { askForMail, renewMail } from './ask-for-mail.ts';
import { collectKey } from './collect-key.ts';
import { confirmAccount } from './confirm-account.ts';
import { eraseAccount } from './erase-accounts.ts';
import { isId } from './id.ts';
import { listRequestsOf } from './key-request-repository.ts';
import type { KeyRequest } from './key-request-repository.ts';
import { mailLanguage } from './mail-texts.ts';
import { noSuchKey } from './no-such-key.ts';
import { readUsage } from './read-usage.ts';
import { refuseMails } from './refuse-mails.ts';
import { rotateAccountKey } from './rotate-account-key.ts';
import { deleteSession } from './session-repository.ts';
import { notSignedIn } from './authenticate-account.ts';
import { hashToken } from './token.ts';

type Id =
  | `accounts.${'create' | 'confirm' | 'renew' | 'refuse' | 'get' | 'delete' | 'leave'}`
  | `keys.${'list' | 'create' | 'collect' | 'revoke' | 'rotate' | 'usage'}`;

/** Mails of an hour that are asked for from one address on the network. */
const MOST_MAILS = 10;

/** Whether a mail is sent is not told, nor by how long the answer takes. */
const ANSWER_MS = 100;

/** More than can work at once; the rest are the newest that work no longer. */
const MOST_LISTED = 100;

/** What is told here is for one person, and some of it once. */
const headers = { 'Cache-Control': 'no-store' };

export function accountOperations(app: { db: Knex; clock: Clock; jurisdictions: JurisdictionDirectory }): {
  [Each in Id]: Operation<Each>;
} {
  const mails = createTally('account mails', 3_600);
  const countMail = async (address: string) => {
    const counted = await mails.count(address);
    if (counted === undefined || counted.count <= MOST_MAILS) return;
    const { seconds } = counted;
    throw tooMany(
      `Too many mails were asked for from this address. Try again in ${seconds} seconds.`,
      seconds,
    );
  };
  return {
    'accounts.create': async ({ address, body, languages }) => {
      const began = performance.now();
      await countMail(address);
      const wanted = body.locale === undefined ? languages : [body.locale, ...languages];
      await askForMail(app, { email: body.email, locale: mailLanguage(wanted) });
      const heldBackMs = Math.max(0, Math.ceil(ANSWER_MS - (performance.now() - began)));
      return { status: 202, data: { status: 'taken' }, headers, heldBackMs };
    },

    'accounts.confirm': async ({ body }) => {
      const { account_token, expires_at, email } = await confirmAccount(app, body.token);
      return { status: 200, data: { account_token, expires_datetime: told(expires_at), email }, headers };
    },

    'accounts.renew': async ({ address, body }) => {
      await countMail(address);
      await renewMail(app, body.token);
      return { status: 202, data: { status: 'taken' }, headers };
    },

    'accounts.refuse': async ({ body }) => {
      await refuseMails(app, body.token);
      return { status: 200, data: { status: 'refused' }, headers };
    },

    'accounts.get': async ({ actor }) => {
      const { email, created_at } = await requireAccount(app.db, actor);
      return { status: 200, data: { email, created_datetime: told(created_at) }, headers };
    },

    'accounts.delete': async ({ actor }) => {
      await eraseAccount(app, await requireAccount(app.db, actor));
      return { status: 200, data: { status: 'deleted' }, headers };
    },

    'accounts.leave': async ({ actor }) => {
      const hash = hashToken('account', requireActor(actor).token);
      if (hash !== undefined) await deleteSession(app.db, hash);
      return { status: 200, data: { status: 'ended' }, headers };
    },

    'keys.list': async ({ actor }) => {
      const { account_id } = requireActor(actor);
      const keys = await listAccountKeys(app.db, account_id, {
        now: app.clock.now(),
        limit: MOST_LISTED,
      });
      const requests = await listRequestsOf(app.db, account_id);
      return { status: 200, data: { keys: keys.map(wireKey), requests: requests.map(wireRequest) }, headers };
    },

    'keys.create': async ({ actor, body }) => {
      const result = await askForKey(app, requireActor(actor).account_id, body);
      return 'made' in result
        ? { status: 201, data: wireNewKey(result.made), headers }
        : { status: 202, data: wireRequest(result.requested), headers };
    },

    'keys.collect': async ({ actor, parameters }) => {
      const made = await collectKey(app, requireActor(actor).account_id, parameters.request_id);
      return { status: 201, data: wireNewKey(made), headers };
    },

    'keys.revoke': async ({ actor, parameters: { key_id } }) => {
      const { account_id } = requireActor(actor);
      const revoked = isId(key_id)
        ? await revokeAccountKey(app.db, account_id, key_id, app.clock.now())
        : undefined;
      if (revoked === undefined) throw noSuchKey(key_id);
      return { status: 200, data: wireKey(revoked), headers };
    },

    'keys.rotate': async ({ actor, body, parameters: { key_id } }) => {
      const made = await rotateAccountKey(app, requireActor(actor).account_id, key_id, body);
      return { status: 201, data: wireNewKey(made), headers };
    },

    'keys.usage': async ({ actor, parameters: { key_id, by = 'hour' } }) => {
      const used = await readUsage(app, requireActor(actor).account_id, key_id, by);
      const usage = used.map(({ at, ...counts }) => ({ datetime: told(at), ...counts }));
      return { status: 200, data: { key_id, by, usage }, headers };
    },
  };
}

function requireActor(actor: Actor): AccountActor {
  if (actor.kind === 'account') return actor;
  throw notSignedIn();
}

async function requireAccount(db: Knex, actor: Actor) {
  const account = await findAccount(db, requireActor(actor).account_id);
  // It was deleted after its token was looked at.
  if (account === undefined) throw notSignedIn();
  return account;
}

const told = (time: Date) => `${time.toISOString().slice(0, 19)}Z`;
const toldOrNull = (time: Date | null) => (time === null ? null : told(time));

function wireKey(key: StoredKey) {
  return {
    key_id: key.key_id,
    prefix: key.prefix,
    kind: key.origins === null ? key.kind : ('publishable' as const),
    jurisdiction_id: key.jurisdiction_id,
    label: key.label,
    scopes: [...key.scopes],
    origins: [...(key.origins ?? [])],
    per_minute: key.per_minute,
    created_datetime: told(key.created_at),
    expires_datetime: toldOrNull(key.expires_at),
    revoked_datetime: toldOrNull(key.revoked_at),
    last_used_datetime: toldOrNull(key.last_used_at),
    replaced_by: key.replaced_by,
  };
}

const wireNewKey = (made: StoredKey & { key: string }) => ({ ...wireKey(made), key: made.key });

function wireRequest({ account_id: _account, created_at, decided_at, ...request }: KeyRequest) {
  return { ...request, created_datetime: told(created_at), decided_datetime: toldOrNull(decided_at) };
}
