import { createHash } from 'node:crypto';
import { createTally } from '../../platform/tally.ts';
import type { Tally } from '../../platform/tally.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import { countLinks } from './find-links.ts';
import { comparedPlace, comparedText, LONG_TEXT } from './moderation.ts';
import type { HoldReason } from './moderation.ts';
import type { Tellable } from './public-form.ts';

/** What came lately, counted in memory: neither texts nor addresses are written anywhere. */
export type Sightings = { repeats: Tally; floods: Tally };

const HOUR = 3_600;
const TEN_MINUTES = 600;

export const createSightings = (): Sightings => ({
  repeats: createTally('repeats', HOUR),
  floods: createTally('floods', TEN_MINUTES),
});

/** A case that is about to be written: as it came, and what the public would read of it. */
type Seen = {
  jurisdiction: Jurisdiction;
  came: { description?: string; lat?: number; long?: number; address_string?: string };
  told: Pick<Tellable, 'description' | 'address'>;
  key_id: string;
  /** The key's holder looks at cases before they are sent. */
  trusted: boolean;
  address: string;
  /** The host of this server, if it is known. */
  ownHost: string | undefined;
};

/**
 * Why a new case is to be held; empty: everybody may see it. In a sandbox nobody would release it, and people send the same
 * again and again; links are held there as well, so that a held case can be tried.
 */
export async function reasonsToHold(sightings: Sightings, seen: Seen): Promise<HoldReason[]> {
  const { jurisdiction: city, trusted } = seen;
  const always: HoldReason[] = city.moderation === 'after_release' && city.kind === 'live' ? ['release'] : [];
  if (trusted) return always;
  const links: HoldReason[] = hasTooManyLinks(seen) ? ['links'] : [];
  if (city.kind === 'test') return [...always, ...links];
  const [repeated, flood] = await Promise.all([
    isOver(sightings.repeats, textOf(seen), city.repeats_allowed),
    isOver(sightings.floods, `${city.jurisdiction_id} ${seen.address}`, city.flood_allowed),
  ]);
  return [
    ...always,
    ...links,
    ...(repeated ? ['repeated' as const] : []),
    ...(flood ? ['flood' as const] : []),
  ];
}

function hasTooManyLinks({ jurisdiction: city, told, ownHost }: Seen): boolean {
  if (city.links_allowed === null) return false;
  const own = [city.live_jurisdiction_id, ...(ownHost === undefined ? [] : [ownHost])];
  return countLinks(`${told.description ?? ''}\n${told.address ?? ''}`, own) > city.links_allowed;
}

/** Under what the text of a case is counted: a long one by its key, a short one by address and place; undefined: it has none. */
function textOf({ jurisdiction, came, key_id, address }: Seen): string | undefined {
  const text = comparedText(came.description ?? '');
  if (text === '') return undefined;
  const place =
    came.lat === undefined || came.long === undefined
      ? comparedText(came.address_string ?? '')
      : comparedPlace(came.lat, came.long);
  const whose = text.length >= LONG_TEXT ? ['key', key_id] : ['address', address, place];
  const all = JSON.stringify([jurisdiction.jurisdiction_id, ...whose, text]);
  return createHash('sha256').update(all).digest('base64');
}

async function isOver(tally: Tally, name: string | undefined, allowed: number | null): Promise<boolean> {
  if (name === undefined || allowed === null) return false;
  return ((await tally.count(name))?.count ?? 0) > allowed;
}
