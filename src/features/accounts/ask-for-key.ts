import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { wholeSecond } from '../../platform/clock.ts';
import { conflict, invalid } from '../../platform/errors.ts';
import type { Finding } from '../../platform/errors.ts';
import { checkedText, quoted } from '../../platform/readable-text.ts';
import type { JurisdictionDirectory } from '../jurisdictions/index.ts';
import { countKeysInUse, createKey, isOrigin } from '../access/index.ts';
import type { StoredKey } from '../access/index.ts';
import { notSignedIn } from './authenticate-account.ts';
import { lockAccount } from './account-repository.ts';
import { countOpenRequests, insertKeyRequest } from './key-request-repository.ts';
import type { KeyRequest } from './key-request-repository.ts';

const MOST_TEST_KEYS = 10;
const MOST_OPEN_REQUESTS = 5;
const LONGEST_LABEL = 200;
const LONGEST_PURPOSE = 2_000;

type Asked = {
  kind: 'test' | 'live' | 'publishable';
  jurisdiction_id: string;
  label: string;
  origins?: readonly string[];
  purpose?: string;
};

/**
 * Makes a key for a sandbox at once; writes down that an operator is asked for any other.
 * @throws AppError invalid, not_found when there is no such city, conflict when the account has enough of them
 */
export async function askForKey(
  app: { db: Knex; clock: Clock; jurisdictions: JurisdictionDirectory },
  account_id: string,
  asked: Asked,
): Promise<{ made: StoredKey & { key: string } } | { requested: KeyRequest }> {
  const { jurisdiction_id } = await app.jurisdictions.named(asked.jurisdiction_id);
  const label = checkedText('label', asked.label, LONGEST_LABEL) ?? '';
  const { kind } = asked;
  if (kind === 'test') {
    return app.db.transaction(async (tx) => {
      await requireAccount(tx, account_id);
      const now = app.clock.now();
      if ((await countKeysInUse(tx, account_id, kind, now)) >= MOST_TEST_KEYS)
        throw conflict(`You have ${MOST_TEST_KEYS} test keys. Revoke one that you no longer need.`);
      return {
        made: await createKey(tx, { jurisdiction_id, scopes: ['submit'], kind, label, account_id, now }),
      };
    });
  }
  const wanted = readWanted(kind, asked);
  return app.db.transaction(async (tx) => {
    await requireAccount(tx, account_id);
    if ((await countOpenRequests(tx, account_id)) >= MOST_OPEN_REQUESTS)
      throw conflict(`${MOST_OPEN_REQUESTS} requests of yours wait for a decision. Wait for one of them.`);
    const now = wholeSecond(app.clock.now());
    const request = { account_id, jurisdiction_id, kind, label, ...wanted, now };
    return { requested: await insertKeyRequest(tx, request) };
  });
}

/** What an operator has to know, all mistakes in one. @throws AppError invalid */
function readWanted(kind: 'live' | 'publishable', asked: Asked): { purpose: string; origins: string[] } {
  const origins = kind === 'publishable' ? [...new Set(asked.origins ?? [])] : [];
  const findings: Finding[] = origins
    .filter((origin) => !isOrigin(origin))
    .map((origin) => ({
      field: 'origins',
      message: `origins has ${quoted(origin)} in it, which is none. Write it as browsers send it, such as https://app.example.org.`,
    }));
  if (kind === 'publishable' && origins.length === 0)
    findings.push({
      field: 'origins',
      message: 'origins is missing. Name the pages that the key is for, such as https://app.example.org.',
    });
  const purpose = checkedText('purpose', asked.purpose ?? null, LONGEST_PURPOSE);
  if (purpose === null)
    findings.push({
      field: 'purpose',
      message: 'purpose is missing. Say what the key is for: an operator decides by it.',
    });
  if (purpose === null || findings.length > 0) throw invalid(findings);
  return { purpose, origins };
}

/** It may have been deleted a moment ago. */
async function requireAccount(tx: Knex.Transaction, accountId: string): Promise<void> {
  if (!(await lockAccount(tx, accountId))) throw notSignedIn();
}
