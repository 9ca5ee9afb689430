import type { Service } from '../catalogue/index.ts';
import type { Tellable } from './public-form.ts';

/** Who may see a case: everybody, nobody until the city has taken it over, staff until they have decided, or staff alone. */
export type Visibility = 'public' | 'waiting' | 'held' | 'staff';

/** How a case came. */
type Channel = 'api' | 'demonstration';

export type Status = 'open' | 'closed';

/** A case that is about to be written. Times are in whole seconds. */
export type NewRequest = Tellable & {
  jurisdiction_id: string;
  service_code: string;
  visibility: Visibility;
  agency_responsible: string | null;
  service_notice: string | null;
  requested_at: Date;
  expected_at: Date | null;
  area_code: string | null;
  areas_version: number;
  channel: Channel;
};

/** Who reported; never in a public answer. */
export type Reporter = Partial<
  Record<'email' | 'first_name' | 'last_name' | 'phone' | 'device_id' | 'account_id', string>
>;

/** How public items are written: in which language, the city's own, and at which address this server is. */
export type Reading = {
  locale: string;
  home: string;
  /** With what goes beyond the standard (section 7). */
  extended: boolean;
  /** Without a slash at its end. */
  baseUrl: string;
};

/** Whether the cases of a service are ever for everybody to see. */
export const isPublished = ({ type, publishes }: Pick<Service, 'type' | 'publishes'>): boolean =>
  type !== 'blackbox' && publishes !== 'nothing';

/**
 * Who may see the cases of a service when they are new (GeoReport v2, service types).
 * @param held staff are to look at it first; a batch case is held when the city has taken it over
 */
export function visibilityOfNew(service: Pick<Service, 'type' | 'publishes'>, held: boolean): Visibility {
  if (service.type === 'batch') return 'waiting';
  if (!isPublished(service)) return 'staff';
  return held ? 'held' : 'public';
}
