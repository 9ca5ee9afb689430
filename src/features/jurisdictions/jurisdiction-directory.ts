import type { Knex } from 'knex';
import { invalidField, notFound } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import { Cached } from '../../platform/cached.ts';
import { readJurisdictionId, sandboxOf } from './jurisdiction.ts';
import type { Jurisdiction, JurisdictionKind } from './jurisdiction.ts';
import { findCatalogueState, listJurisdictions } from './jurisdiction-repository.ts';

/** The cities of this installation as the process knows them: less than a second old, and kept while the database is away. */
export type JurisdictionDirectory = {
  all(): Promise<readonly Jurisdiction[]>;
  /**
   * The city of a call, or all where it names none.
   * @throws AppError not_found
   */
  described(id: string | undefined): Promise<readonly Jurisdiction[]>;
  /**
   * A city or a sandbox by the id that it has here, as `resolve` gives it.
   * @throws AppError not_found
   */
  require(id: string): Promise<Jurisdiction>;
  /**
   * The city that somebody names, or its sandbox.
   * @throws AppError not_found
   */
  named(id: string, kind?: JurisdictionKind): Promise<Jurisdiction>;
  /**
   * The id of the city that a call is about, or of its sandbox (standard, R14 to R18).
   * @throws AppError invalid when it is missing, not_found when it is unknown or contradicts the path
   */
  resolve(asked: {
    inPath: string | undefined;
    named: string | undefined;
    optional: boolean;
    sandbox: boolean;
  }): Promise<string | undefined>;
};

/** So many ids are told to a caller who named none. */
const MOST_TOLD = 10;

export function createJurisdictionDirectory(db: Knex): JurisdictionDirectory {
  const cached = new Cached(
    () => findCatalogueState(db),
    () => listJurisdictions(db),
  );
  const find = async (id: string) => {
    const wanted = id.toLowerCase();
    return (await cached.get()).find((jurisdiction) => jurisdiction.jurisdiction_id === wanted);
  };
  const requireKnown = async (id: string) => {
    const found = await find(id);
    if (found === undefined)
      throw notFound(`jurisdiction_id ${quote(id)} is not served here.`, 'jurisdiction_id');
    return found;
  };
  const ofKind = (city: Jurisdiction, kind: JurisdictionKind) => (kind === 'test' ? sandboxOf(city) : city);
  const require = async (id: string) => {
    const { live, kind } = readJurisdictionId(id);
    return ofKind(await requireKnown(live), kind);
  };
  const only = async (kind: JurisdictionKind) => {
    const all = await cached.get();
    const [first] = all;
    if (first === undefined) throw notFound('No jurisdiction is served here yet.', 'jurisdiction_id');
    if (all.length > 1) throw invalidField('jurisdiction_id', missing(all, kind));
    return first;
  };
  return {
    all: () => cached.get(),
    described: async (id) => (id === undefined ? cached.get() : [await require(id)]),
    require,
    named: async (id, kind = 'live') => ofKind(await requireKnown(id), kind),
    async resolve({ inPath, named, optional, sandbox }) {
      const kind = sandbox ? 'test' : 'live';
      const given = inPath ?? named;
      if (given === undefined) return optional ? undefined : ofKind(await only(kind), kind).jurisdiction_id;
      const found = await requireKnown(given);
      if (named !== undefined && named.toLowerCase() !== found.jurisdiction_id) {
        throw notFound(
          `jurisdiction_id ${quote(named)} is not served at this address, which is that of ${found.jurisdiction_id}.`,
          'jurisdiction_id',
        );
      }
      return ofKind(found, kind).jurisdiction_id;
    },
  };
}

const quote = (text: string) => `"${quoted(text)}"`;

function missing(all: readonly Jurisdiction[], kind: JurisdictionKind): string {
  const ids = all.map(({ jurisdiction_id }) => jurisdiction_id);
  const told = ids.slice(0, MOST_TOLD).join(', ');
  const more = ids.length > MOST_TOLD ? ` and ${ids.length - MOST_TOLD} more` : '';
  return `jurisdiction_id is missing. Served here: ${told}${more}. Example: /open311${kind === 'test' ? '/test' : ''}/v2/services.json?jurisdiction_id=${ids[0] ?? ''}`;
}
