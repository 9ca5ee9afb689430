import { query, queryOne } from '../../platform/database.ts';
import type { Db } from '../../platform/database.ts';

/** Keys that an operator has to decide about. */
type RequestedKind = 'live' | 'publishable';

export type KeyRequest = {
  request_id: string;
  account_id: string;
  jurisdiction_id: string;
  kind: RequestedKind;
  label: string;
  purpose: string;
  origins: string[];
  state: 'requested' | 'approved' | 'refused' | 'collected';
  per_minute: number | null;
  reason: string | null;
  created_at: Date;
  decided_at: Date | null;
  key_id: string | null;
};

const COLUMNS = `request_id, account_id, jurisdiction_id, kind, label, purpose, origins, state, per_minute, reason,
  created_at, decided_at, key_id`;

export async function insertKeyRequest(
  db: Db,
  asked: Pick<KeyRequest, 'account_id' | 'jurisdiction_id' | 'kind' | 'label' | 'purpose' | 'origins'> & {
    now: Date;
  },
): Promise<KeyRequest> {
  const row = await queryOne<KeyRequest>(db, {
    name: 'key_requests.insert',
    text: `
      insert into key_requests (account_id, jurisdiction_id, kind, label, purpose, origins, created_at)
      values ($1, $2, $3, $4, $5, $6, $7)
      returning ${COLUMNS}`,
    values: [
      asked.account_id,
      asked.jurisdiction_id,
      asked.kind,
      asked.label,
      asked.purpose,
      asked.origins,
      asked.now,
    ],
  });
  if (row === undefined) throw new Error('a request for a key was not stored');
  return row;
}

/** How many requests of an account have no decision yet. */
export async function countOpenRequests(db: Db, accountId: string): Promise<number> {
  const row = await queryOne<{ count: string }>(db, {
    name: 'key_requests.count_open',
    text: `select count(*) from key_requests where account_id = $1 and state = 'requested'`,
    values: [accountId],
  });
  return Number(row?.count ?? 0);
}

/** The newest hundred requests of an account, and before them those of which a key may still be made. */
export function listRequestsOf(db: Db, accountId: string): Promise<KeyRequest[]> {
  return query<KeyRequest>(db, {
    name: 'key_requests.list_of',
    text: `select ${COLUMNS} from key_requests where account_id = $1
       order by (state in ('requested', 'approved')) desc, request_id desc limit 100`,
    values: [accountId],
  });
}

/** A request of an account; nobody else changes it meanwhile. */
export function lockRequestOf(tx: Db, accountId: string, requestId: string): Promise<KeyRequest | undefined> {
  return queryOne<KeyRequest>(tx, {
    name: 'key_requests.lock_of',
    text: `select ${COLUMNS} from key_requests where account_id = $1 and request_id = $2 for update`,
    values: [accountId, requestId],
  });
}

export async function updateCollected(tx: Db, requestId: string, keyId: string): Promise<void> {
  await query(tx, {
    name: 'key_requests.update_collected',
    text: `update key_requests set state = 'collected', key_id = $2 where request_id = $1`,
    values: [requestId, keyId],
  });
}

/** For operators: what waits for a decision, the oldest first; of all cities, or of one. */
export function listWaitingRequests(
  db: Db,
  jurisdictionId: string | null,
): Promise<(KeyRequest & { email: string })[]> {
  return query<KeyRequest & { email: string }>(db, {
    name: 'key_requests.list_waiting',
    text: `
      select ${COLUMNS.replace(/\b(account_id|created_at)\b/g, 'r.$1')}, a.email
        from key_requests r join accounts a on a.account_id = r.account_id
       where r.state = 'requested' and ($1::text is null or r.jurisdiction_id = $1)
       order by r.request_id limit 1000`,
    values: [jurisdictionId],
  });
}

/** Writes a decision, once. @returns undefined when there is none to make */
export function updateDecided(
  tx: Db,
  decision: {
    request_id: string;
    state: 'approved' | 'refused';
    per_minute: number | null;
    reason: string | null;
    now: Date;
  },
): Promise<KeyRequest | undefined> {
  return queryOne<KeyRequest>(tx, {
    name: 'key_requests.update_decided',
    text: `
      update key_requests set state = $2, per_minute = $3, reason = $4, decided_at = $5
       where request_id = $1 and state = 'requested'
      returning ${COLUMNS}`,
    values: [decision.request_id, decision.state, decision.per_minute, decision.reason, decision.now],
  });
}

/** What is told of a decision, and to whom. */
export type Telling = Pick<KeyRequest, 'jurisdiction_id' | 'kind' | 'label' | 'state' | 'reason'> & {
  email: string;
};

/** Marks a decision as told, once. @returns undefined when it is not to be told */
export function beginTelling(db: Db, requestId: string, now: Date): Promise<Telling | undefined> {
  return queryOne<Telling>(db, {
    name: 'key_requests.begin_telling',
    text: `
      update key_requests r set telling_at = $2
        from accounts a
       where r.request_id = $1 and a.account_id = r.account_id and r.decided_at is not null and r.telling_at is null
      returning r.jurisdiction_id, r.kind, r.label, r.state, r.reason, a.email`,
    values: [requestId, now],
  });
}

/** It has surely not been told, and may be tried again. */
export async function takeBackTelling(db: Db, requestId: string): Promise<void> {
  await query(db, {
    name: 'key_requests.take_back_telling',
    text: `update key_requests set telling_at = null where request_id = $1`,
    values: [requestId],
  });
}
