import { systemClock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { invalid } from '../../platform/errors.ts';
import type { Finding } from '../../platform/errors.ts';
import { checkedText } from '../../platform/readable-text.ts';
import type { JurisdictionKind } from '../jurisdictions/index.ts';
import { generateApiKey, hashApiKey, KEY_SCOPES, SHOWN_LENGTH } from './api-key.ts';
import type { KeyScope } from './api-key.ts';
import { insertKey } from './key-repository.ts';
import type { KeyTerms, StoredKey } from './key-repository.ts';
import { findInLimit } from './key-limit.ts';
import { findInOrigins } from './origin.ts';

const LONGEST_LABEL = 200;

/**
 * Makes a key. The key is in the answer and nowhere else: it cannot be shown a second time.
 * @param given.jurisdiction_id null for a key of the whole installation
 * @param given.kind `test`: for the sandbox, and no use anywhere else
 * @param given.origins makes a publishable key, for pages of these origins; `self` is the server's own address
 * @param given.per_minute submissions a minute; without it, as many as the installation says
 * @param given.account_id the developer's account that it is for
 * @param given.now when it is made; unless given, by this machine's clock
 * @throws AppError invalid
 */
export async function createKey(
  db: Db,
  given: {
    jurisdiction_id: string | null;
    scopes: readonly string[];
    kind?: JurisdictionKind;
    label?: string;
    expires_at?: Date;
    origins?: readonly string[];
    per_minute?: number;
    account_id?: string;
    now?: Date;
  },
): Promise<StoredKey & { key: string }> {
  const { jurisdiction_id, kind = 'live', origins, per_minute = null } = given;
  const findings: Finding[] = [
    ...findInScopes(given.scopes),
    ...findInLimit(per_minute),
    ...(origins === undefined
      ? []
      : findInPublishable({ jurisdiction_id, kind, origins, scopes: given.scopes })),
  ];
  if (findings.length > 0) throw invalid(findings);
  const terms = {
    label: checkedText('label', given.label ?? null, LONGEST_LABEL),
    jurisdiction_id,
    kind,
    scopes: [...new Set(given.scopes.filter(isScope))],
    expires_at: given.expires_at ?? null,
    origins: origins === undefined ? null : [...new Set(origins)],
    per_minute,
    first_key_id: null,
    account_id: given.account_id ?? null,
  };
  return storeNewKey(db, terms, given.now ?? systemClock.now());
}

/** Makes up a key on terms that are right, and stores them. */
export async function storeNewKey(db: Db, terms: KeyTerms, now: Date): Promise<StoredKey & { key: string }> {
  const key = generateApiKey(terms.origins === null ? terms.kind : 'publishable');
  const stored = await insertKey(db, {
    ...terms,
    key_hash: hashApiKey(key),
    prefix: key.slice(0, SHOWN_LENGTH),
    now,
  });
  return { key, ...stored };
}

function findInScopes(scopes: readonly string[]): Finding[] {
  const findings: Finding[] = scopes
    .filter((scope) => !isScope(scope))
    .map((scope) => ({
      field: 'scope',
      message: `${scope} is no scope. There are ${KEY_SCOPES.join(', ')}.`,
    }));
  if (scopes.length === 0)
    findings.push({
      field: 'scope',
      message: `A key needs a scope, one or several of ${KEY_SCOPES.join(', ')}.`,
    });
  if (scopes.includes('trusted') && !scopes.includes('submit'))
    findings.push({
      field: 'scope',
      message: 'trusted is about what a key submits: give it submit as well.',
    });
  return findings;
}

/** Everybody can read a publishable key, so it is good for nothing but what every resident may do. */
function findInPublishable(given: {
  jurisdiction_id: string | null;
  kind: JurisdictionKind;
  origins: readonly string[];
  scopes: readonly string[];
}): Finding[] {
  const findings = findInOrigins(given.origins);
  if (given.origins.length === 0)
    findings.push({
      field: 'origin',
      message: 'A publishable key needs the origins of the pages it is for, such as https://www.example.org.',
    });
  if (given.jurisdiction_id === null)
    findings.push({ field: 'jurisdiction', message: 'A publishable key is for one city: say which one.' });
  if (given.kind === 'test')
    findings.push({
      field: 'test',
      message: 'A publishable key is for the live city. A test key may stand in a page as it is.',
    });
  if (given.scopes.some((scope) => scope !== 'submit'))
    findings.push({ field: 'scope', message: 'A publishable key may submit, and nothing else.' });
  return findings;
}

const isScope = (text: string): text is KeyScope => KEY_SCOPES.some((scope) => scope === text);
