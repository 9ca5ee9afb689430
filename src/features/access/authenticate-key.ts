import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { forbidden } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { hashApiKey, isApiKey, kindOfKey } from './api-key.ts';
import { findKeyInUse } from './key-repository.ts';
import type { StoredKey } from './key-repository.ts';
import { isAllowedOrigin, isOrigin } from './origin.ts';

/** The page that a call comes from, as its browser says, and the server's own address. */
type Page = { origin: string | undefined; own: string };

/** Who calls with a key. */
type KeyHolder = {
  kind: 'key';
  /** The first of the keys that this one has replaced, or itself: whoever changes their key stays who they are. */
  key_id: string;
  scopes: readonly string[];
  /** Submissions a minute; null: as many as the installation says. */
  per_minute: number | null;
  /** It stands in pages, so that many people have it. */
  publishable: boolean;
};

/**
 * Who holds this key, if it may do what is asked (standard, R21). Asked of the database every time, so that a revoked key
 * stops working at once in every process.
 * @param asked.scopes the key needs one of them; none: any key will do
 * @param asked.identified is told which key it is as soon as that is known, also of one that may not do this
 * @throws AppError forbidden, in words that help its holder and never repeat it; to guess one is out of reach
 */
export async function authenticateKey(
  app: { db: Knex; clock: Clock },
  asked: {
    apiKey: string | undefined;
    jurisdiction: Pick<Jurisdiction, 'kind' | 'live_jurisdiction_id'>;
    scopes: readonly string[];
    page: Page;
    identified: (keyId: string) => void;
  },
): Promise<KeyHolder> {
  const { scopes } = asked;
  if (asked.apiKey === undefined) {
    throw refused(
      scopes.length === 0
        ? 'api_key is missing. A list of own cases needs the key that they came with.'
        : 'api_key is missing. Submitting needs an API key.',
    );
  }
  const { kind, live_jurisdiction_id: city } = asked.jurisdiction;
  // Said of any text that looks like it, before the database is asked: it tells nothing about whether there is such a key.
  const other = kindOfKey(asked.apiKey);
  if (other !== undefined && other !== kind) throw refused(OTHER_KIND[other]);
  const now = app.clock.now();
  const key = isApiKey(asked.apiKey) ? await findKeyInUse(app.db, hashApiKey(asked.apiKey), now) : undefined;
  if (key === undefined) throw refused('api_key is not known here.');
  asked.identified(key.key_id);
  if (key.revoked_at !== null) throw refused('api_key was revoked.');
  if (key.expires_at !== null && key.expires_at <= now) throw refused('api_key has expired.');
  if (key.jurisdiction_id !== null && key.jurisdiction_id !== city) {
    throw refused(`api_key is not for ${city}.`);
  }
  if (key.origins !== null) requirePage(key, key.origins, asked);
  if (scopes.length > 0 && !scopes.some((scope) => key.scopes.some((has) => has === scope))) {
    throw refused(`api_key may not do this. It needs the scope ${scopes.join(' or ')}.`);
  }
  const { first_key_id: key_id, per_minute } = key;
  return { kind: 'key', key_id, scopes: key.scopes, per_minute, publishable: key.origins !== null };
}

/** Of a key that everybody can read in a page: that it is such a page, and that the page does what residents do. */
function requirePage(
  { key_id }: StoredKey,
  origins: readonly string[],
  { page, scopes }: { page: Page; scopes: readonly string[] },
): void {
  const { origin } = page;
  if (origin === undefined) {
    throw refused(
      'api_key is for pages in browsers, and this call has no Origin. A program needs a key that begins with sp_live_.',
    );
  }
  if (!isAllowedOrigin(origins, page)) {
    throw refused(
      isOrigin(origin)
        ? `api_key is not for pages of ${origin}. Whoever runs this server can add them: signpost keys set ${key_id} --add-origin ${origin}`
        : `api_key is not for pages of the origin "${quoted(origin)}", and cannot be. Open the page at an http or https address.`,
    );
  }
  if (scopes.includes('update')) {
    throw refused(
      'api_key is for pages in browsers. It may submit cases and support them. An update needs a key that begins with sp_live_.',
    );
  }
}

/** What the holder of a key for the one is told who submits to the other. */
const OTHER_KIND = {
  test: 'api_key is a test key. It works in the sandbox, below /open311/test/v2 or /open311/{jurisdiction_id}/test/v2. Submitting here needs a live key, which begins with sp_live_.',
  live: 'api_key is a live key. It works below /open311/v2 or /open311/{jurisdiction_id}/v2. The sandbox needs a test key, which begins with sp_test_.',
};

const refused = (message: string) => forbidden(message, 'api_key');
