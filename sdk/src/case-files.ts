/** The columns of CSV: the fields of the standard. */
const COLUMNS = [
  'service_request_id',
  'status',
  'status_notes',
  'service_name',
  'service_code',
  'description',
  'agency_responsible',
  'service_notice',
  'requested_datetime',
  'updated_datetime',
  'expected_datetime',
  'address',
  'address_id',
  'zipcode',
  'lat',
  'long',
  'media_url',
] as const;

/** A case, of Signpost or of any other city. */
interface Item extends Readonly<Partial<Record<(typeof COLUMNS)[number], unknown>>> {
  lat: number | null;
  long: number | null;
}

export const CSV_HEAD = `${COLUMNS.join(',')}\r\n`;

export const csvLine = (item: Item): string =>
  `${COLUMNS.map((column) => csvCell(item[column])).join(',')}\r\n`;

/** What a spreadsheet would run as a formula, in any width, also behind blanks. */
const FORMULA = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;

/** A cell of CSV (RFC 4180) that is safe in spreadsheets: what they would run gets an apostrophe in front of it. */
function csvCell(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A case as a feature of GeoJSON. One without a place has no geometry, so that no format tells of fewer cases than another. */
export function featureText(item: Item): string {
  const { service_request_id: id, lat, long } = item;
  const geometry = lat === null || long === null ? null : { type: 'Point', coordinates: [long, lat] };
  return JSON.stringify({ type: 'Feature', id, geometry, properties: item });
}
