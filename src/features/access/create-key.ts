import type { Db } from '../../platform/database.ts';
import { invalid } from '../../platform/errors.ts';
import type { Finding } from '../../platform/errors.ts';
import { checkedText } from '../../platform/readable-text.ts';
import type { JurisdictionKind } from '../jurisdictions/index.ts';
import { generateApiKey, hashApiKey, KEY_SCOPES, SHOWN_LENGTH } from './api-key.ts';
import type { KeyScope } from './api-key.ts';
import { insertKey } from './key-repository.ts';
import type { StoredKey } from './key-repository.ts';

const LONGEST_LABEL = 200;

/**
 * Makes a key. The key is in the answer and nowhere else: it cannot be shown a second time.
 * @param given.jurisdiction_id null for a key of the whole installation
 * @param given.kind `test`: for the sandbox, and no use anywhere else
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
  },
): Promise<StoredKey & { key: string }> {
  const findings: Finding[] = given.scopes
    .filter((scope) => !isScope(scope))
    .map((scope) => ({
      field: 'scope',
      message: `${scope} is no scope. There are ${KEY_SCOPES.join(', ')}.`,
    }));
  if (given.scopes.length === 0)
    findings.push({
      field: 'scope',
      message: `A key needs a scope, one or several of ${KEY_SCOPES.join(', ')}.`,
    });
  if (given.scopes.includes('trusted') && !given.scopes.includes('submit'))
    findings.push({
      field: 'scope',
      message: 'trusted is about what a key submits: give it submit as well.',
    });
  if (findings.length > 0) throw invalid(findings);
  const kind = given.kind ?? 'live';
  const key = generateApiKey(kind);
  const stored = await insertKey(db, {
    key_hash: hashApiKey(key),
    prefix: key.slice(0, SHOWN_LENGTH),
    label: checkedText('label', given.label ?? null, LONGEST_LABEL),
    jurisdiction_id: given.jurisdiction_id,
    kind,
    scopes: [...new Set(given.scopes.filter(isScope))],
    expires_at: given.expires_at ?? null,
  });
  return { key, ...stored };
}

const isScope = (text: string): text is KeyScope => KEY_SCOPES.some((scope) => scope === text);
