import { caseNumber } from './case-number.ts';
import { readDateTime, writeDateTime } from '../attributes/date-time.ts';
import { isWithin } from './place.ts';
import { closes } from './statuses.ts';
import type {
  Area,
  DetailedStatus,
  KeyScope,
  Place,
  ServiceRequest,
  TestAttribute,
  TestService,
} from './test-city.ts';

/** A service with all that was left out. */
export type Service = Required<Omit<TestService, 'attributes'>> & { attributes: Required<TestAttribute>[] };

/** What happened to a case. */
export interface Entry {
  id: number;
  at: Date;
  kind: 'submitted' | 'accepted' | 'status' | 'comment';
  status: DetailedStatus;
  notes: string | null;
  media_url: string | null;
  /** Whether everybody may see it. */
  published: boolean;
}

/** A case as it is stored. */
export interface Case {
  number: string;
  service: Service;
  status: DetailedStatus;
  status_notes: string | null;
  description: string | null;
  address: string | null;
  address_id: string | null;
  lat: number | null;
  long: number | null;
  media_urls: string[];
  requested: Date;
  updated: Date;
  answers: ReadonlyMap<string, string[]>;
  supporters: Set<string>;
  visibility: 'public' | 'waiting' | 'staff';
  token: string | undefined;
  timeline: Entry[];
}

/** How the city is, with all that was left out. */
export interface Settings {
  jurisdictionId: string;
  name: string;
  services: readonly Service[];
  areas: readonly Area[];
  places: readonly Place[];
  outline: Area['geometry'];
  timeZone: string;
  apiKey: string;
  scopes: readonly KeyScope[];
  sandbox: boolean;
  now: () => Date;
}

/** What the city remembers. */
export class City {
  readonly cases: Case[] = [];
  readonly pictures = new Map<string, Blob>();
  /** Answers by their Idempotency-Key. */
  readonly repeats = new Map<string, { fingerprint: string; answer: unknown; at: Date }>();
  /** Updates of partners by the ids that these have given them. */
  readonly sent = new Map<string, { number: string; update_id: string }>();
  readonly made: Date;
  private entries = 0;

  constructor(readonly settings: Settings) {
    this.made = settings.now();
  }

  /** Whole seconds, as answers have them. */
  now(): Date {
    return new Date(Math.floor(this.settings.now().getTime() / 1000) * 1000);
  }

  service(code: string | undefined): Service | undefined {
    return this.settings.services.find(({ service_code }) => service_code === code);
  }

  publicCase(number: string): Case | undefined {
    return this.cases.find((one) => one.number === number && one.visibility === 'public');
  }

  area({ lat, long }: { lat: number | null; long: number | null }): Area | undefined {
    if (lat === null || long === null) return undefined;
    return this.settings.areas.find(({ geometry }) => geometry && isWithin(geometry, { lat, long }));
  }

  serves(lat: number, long: number): boolean {
    const { outline } = this.settings;
    return outline === undefined || isWithin(outline, { lat, long });
  }

  readTime(text: string): Date | undefined {
    return readDateTime(text, this.settings.timeZone);
  }

  add(
    given: Omit<
      Case,
      'number' | 'status' | 'status_notes' | 'requested' | 'updated' | 'supporters' | 'timeline'
    >,
  ): Case {
    const at = this.now();
    const added: Case = {
      ...given,
      number: caseNumber(1_000_000 + this.cases.length),
      status: 'open',
      status_notes: null,
      requested: at,
      updated: at,
      supporters: new Set(),
      timeline: [],
    };
    this.cases.push(added);
    this.enter(added, { kind: 'submitted', status: 'open', published: given.visibility === 'public' });
    return added;
  }

  enter(one: Case, entry: Pick<Entry, 'kind' | 'status'> & Partial<Entry>): Entry {
    const written = {
      id: (this.entries += 1),
      at: this.now(),
      notes: null,
      media_url: null,
      published: true,
      ...entry,
    };
    one.timeline.push(written);
    return written;
  }

  setStatus(one: Case, status: DetailedStatus, notes: string | null): void {
    const same = closes(one.status) === closes(status);
    one.status_notes = same ? (notes ?? one.status_notes) : notes;
    one.status = status;
    one.updated = this.now();
  }

  /** A case as everybody may see it. */
  tell(one: Case, extended = false): ServiceRequest {
    const { service, lat, long, media_urls } = one;
    const { response_hours: hours } = service;
    const expected = hours === null ? null : new Date(one.requested.getTime() + hours * 3_600_000);
    const area = this.area(one);
    return {
      service_request_id: one.number,
      status: closes(one.status) ? 'closed' : 'open',
      status_notes: one.status_notes,
      service_name: service.service_name,
      service_code: service.service_code,
      description: one.description,
      agency_responsible: service.agency_responsible,
      service_notice: service.service_notice,
      requested_datetime: writeDateTime(one.requested),
      updated_datetime: writeDateTime(one.updated),
      expected_datetime: expected && writeDateTime(expected),
      address: one.address,
      address_id: one.address_id,
      zipcode: null,
      lat: lat === null ? null : Number(lat.toFixed(7)),
      long: long === null ? null : Number(long.toFixed(7)),
      media_url: media_urls[0] ?? null,
      ...(extended && {
        extended_attributes: {
          detailed_status: one.status,
          area_code: area?.area_code ?? null,
          area_name: area?.name ?? null,
          media_urls,
          duplicate_of: null,
          supporters: one.supporters.size,
        },
        notes: one.timeline
          .filter(({ kind, published }) => kind !== 'comment' || published)
          .map(({ at, kind, status, notes }) => ({
            datetime: writeDateTime(at),
            type: typeOf(kind, status),
            status,
            description: notes,
          })),
        attributes: service.attributes.flatMap((asked) => answerOf(asked, one.answers.get(asked.code))),
      }),
    };
  }
}

const typeOf = (kind: Entry['kind'], status: DetailedStatus) =>
  kind === 'submitted' ? 'submitted' : kind !== 'status' ? 'activity' : closes(status) ? 'closed' : 'opened';

/** Free texts are not told. */
function answerOf(
  { code, datatype, description, values }: Required<TestAttribute>,
  keys: string[] | undefined,
) {
  if (keys === undefined || datatype === 'string' || datatype === 'text') return [];
  const named = keys.map((key) => values.find((one) => one.key === key)?.name ?? key);
  return [{ code, name: description, values: named, keys }];
}
