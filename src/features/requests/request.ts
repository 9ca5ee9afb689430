/** Who may see a case: everybody, nobody until the city has taken it over, or staff alone. */
export type Visibility = 'public' | 'waiting' | 'staff';

/** How a case came. */
type Channel = 'api' | 'demonstration';

export type Status = 'open' | 'closed';

/** A case that is about to be written. Times are in whole seconds. */
export type NewRequest = {
  jurisdiction_id: string;
  service_code: string;
  visibility: Visibility;
  description: string | null;
  agency_responsible: string | null;
  service_notice: string | null;
  requested_at: Date;
  expected_at: Date | null;
  address: string | null;
  address_id: string | null;
  zipcode: string | null;
  lat: number | null;
  long: number | null;
  media_urls: string[];
  channel: Channel;
};

/** Who reported; never in a public answer. */
export type Reporter = Partial<
  Record<'email' | 'first_name' | 'last_name' | 'phone' | 'device_id' | 'account_id', string>
>;

/** What a list asks for: a window of time, both ends inclusive, and perhaps services and one status. */
export type ListFilter = {
  from: Date;
  to: Date;
  serviceCodes?: string[];
  status?: Status;
};

/** How public items are written: in which language, and at which address this server is, without a slash at its end. */
export type Reading = { locale: string; baseUrl: string };

/** Who may see the cases of a service when they are new (GeoReport v2, service types). */
export function visibilityOfNew(type: 'realtime' | 'batch' | 'blackbox'): Visibility {
  return ({ realtime: 'public', batch: 'waiting', blackbox: 'staff' } as const)[type];
}
