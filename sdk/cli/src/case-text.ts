import type { CityRequest } from '../../src/open311.ts';
import { printable } from './doctor/index.ts';

/** Where a case is, as far as that is told. */
function placeOf({ address, lat, long }: CityRequest): string {
  if (address) return address;
  return lat === null || long === null ? '' : `${lat}, ${long}`;
}

const service = ({ service_name, service_code }: CityRequest) => service_name ?? service_code ?? '';

/** A line for each case, in columns that do not wait for the widest cell. */
export const CASE_HEAD = line('NUMBER', 'STATUS', 'CHANGED', 'SERVICE', 'WHERE');

export const caseLine = (item: CityRequest) =>
  line(
    item.service_request_id ?? '',
    item.status ?? '',
    item.updated_datetime ?? item.requested_datetime ?? '',
    service(item),
    placeOf(item),
  );

function line(number: string, status: string, changed: string, about: string, where: string): string {
  return printable(
    [number.padEnd(12), status.padEnd(6), changed.padEnd(20), about.padEnd(28), where].join('  ').trimEnd(),
  );
}

/** One case in full. */
export function caseLines(item: CityRequest): string[] {
  const code =
    item.service_code !== null && item.service_code !== service(item) ? ` (${item.service_code})` : '';
  const place = item.lat === null || item.long === null ? null : `${item.lat}, ${item.long}`;
  const rows: [string, string | null | undefined][] = [
    ['Requested', item.requested_datetime],
    ['Changed', item.updated_datetime],
    ['Expected', item.expected_datetime],
    ['Address', item.address],
    ['Zipcode', item.zipcode],
    ['Register', item.address_id],
    ['Position', place],
    ['Agency', item.agency_responsible],
    ['Notice', item.service_notice],
    ['Picture', item.media_url],
  ];
  return [
    printable(`${item.service_request_id}  ${item.status ?? 'status unknown'}  ${service(item)}${code}`),
    ...textLines(item.status_notes),
    ...(item.description ? ['', ...textLines(item.description)] : []),
    '',
    ...rows.flatMap(([name, value]) => (value ? [printable(`${name.padEnd(9)}  ${value}`)] : [])),
  ];
}

const textLines = (text: string | null | undefined) => (text ? text.split(/\r?\n/).map(printable) : []);
