import { invalid, notFound } from '../../platform/errors.ts';
import type { AppError, Finding } from '../../platform/errors.ts';
import { quoted } from '../../platform/readable-text.ts';
import { checkAttributes, isOfferedIn } from '../catalogue/index.ts';
import type { Catalogue, CheckedAttribute, Service } from '../catalogue/index.ts';
import { halfOfPair } from '../areas/index.ts';
import { servesPoint } from '../jurisdictions/index.ts';
import type { AreaIndex } from '../areas/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';

/** What a client submits, after the contract's checks; a field that failed them is absent and named in `findings`. */
export type Submission = {
  service_code?: string;
  lat?: number;
  long?: number;
  address_string?: string;
  address_id?: string;
  attribute?: Record<string, string | string[]>;
  description?: string;
  media_url?: string | string[];
  email?: string;
  first_name?: string;
  last_name?: string;
  phone?: string;
  device_id?: string;
  account_id?: string;
};

/** A submission that can be stored. */
export type CheckedSubmission = { service: Service; attributes: CheckedAttribute[] };

/** The place as it is stored: both coordinates or none. */
export type Place = { lat: number | null; long: number | null };

/**
 * Everything that the contract cannot check: the service, the place, the answers.
 * @param findings what the contract's checks found; all mistakes come out together
 * @returns the error instead of throwing it, since a repeated submission may have an answer all the same
 */
export function checkSubmission(
  { jurisdiction, catalogue, areas }: { jurisdiction: Jurisdiction; catalogue: Catalogue; areas: AreaIndex },
  submission: Submission,
  findings: readonly Finding[],
): CheckedSubmission | AppError {
  const { service_code } = submission;
  const service = service_code === undefined ? undefined : catalogue.get(service_code);
  if (service_code !== undefined && service?.listed !== true) {
    return notFound(
      `service_code ${quoted(service_code)} is not known here. services.json lists all codes.`,
      'service_code',
    );
  }
  const refused = new Set(findings.map((finding) => finding.field));
  const all = [...findings, ...checkPlace(jurisdiction, submission, refused)];
  if (service === undefined) return invalid(all);
  all.push(...checkOffer(service, areas, submission, all));
  const { attributes, findings: aboutAttributes } = checkAttributes(
    service,
    submission.attribute ?? {},
    jurisdiction.time_zone,
  );
  all.push(...aboutAttributes);
  return all.length > 0 ? invalid(all) : { service, attributes };
}

/** Whether the service is offered at the place; of an address alone that cannot be said. */
function checkOffer(
  service: Service,
  areas: AreaIndex,
  { lat, long }: Submission,
  found: readonly Finding[],
): Finding[] {
  if (lat === undefined || long === undefined || found.some(({ field }) => field === 'lat')) return [];
  return isOfferedIn(service, areas.find(lat, long)?.area_code)
    ? []
    : [
        {
          field: 'lat',
          message: `${service.service_name} is not offered at this place. services.json with lat and long lists what is.`,
        },
      ];
}

/** Coordinates go in pairs; half a pair beside an address says nothing. */
export function placeOf({ lat, long }: Submission): Place {
  return lat === undefined || long === undefined ? { lat: null, long: null } : { lat, long };
}

function checkPlace(
  jurisdiction: Jurisdiction,
  submission: Submission,
  refused: ReadonlySet<string | undefined>,
): Finding[] {
  const { lat, long, address_string } = submission;
  if (refused.has('lat') || refused.has('long') || refused.has('address_string')) return [];
  if (lat !== undefined && long !== undefined) {
    return servesPoint(jurisdiction, lat, long)
      ? []
      : [{ field: 'lat', message: `lat and long are outside the area that ${jurisdiction.name} serves.` }];
  }
  if (address_string !== undefined) return [];
  const half = halfOfPair(submission);
  return half !== undefined
    ? [half]
    : [{ field: 'lat', message: 'A place is missing. Send lat and long, or address_string.' }];
}
