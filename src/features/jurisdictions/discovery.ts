import { writeDateTime } from '../../platform/date-time.ts';
import type { Jurisdiction } from './jurisdiction.ts';

/** Byte for byte, since clients compare it (standard, D4). */
const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2';

/** Both formats in the order of the standard (D6). */
const FORMATS = ['text/xml', 'application/json'];

/**
 * The Service Discovery document (standard, section 2): the endpoint for everybody first, then one for each city, and behind
 * them their sandboxes in the same order. Clients that take the first one they find take a live one.
 * @param jurisdictions the cities to describe, at least one unless none is served
 */
export function discoveryDocument(jurisdictions: readonly Jurisdiction[], baseUrl: string) {
  const [first] = jurisdictions;
  const newest = writeDateTime(
    new Date(Math.max(0, ...jurisdictions.map(({ changeset }) => changeset.getTime()))),
  );
  const endpoints = (type: 'production' | 'test') => {
    const endpoint = (path: string, changeset: string) => ({
      specification: SPECIFICATION,
      url: `${baseUrl}/open311${path}${type === 'test' ? '/test' : ''}/v2`,
      changeset,
      type,
      formats: [...FORMATS],
    });
    return [
      endpoint('', newest),
      ...jurisdictions.map((one) => endpoint(`/${one.live_jurisdiction_id}`, writeDateTime(one.changeset))),
    ];
  };
  const several = jurisdictions.length > 1;
  return {
    changeset: newest,
    contact:
      several || first === undefined
        ? jurisdictions.map((one) => `${one.name}: ${one.contact}`).join(' ') ||
          'The operator of this server.'
        : first.contact,
    key_service:
      several || first === undefined
        ? 'Ask the city that you want to submit to for an API key.'
        : first.key_service,
    endpoints: [...endpoints('production'), ...endpoints('test')],
  };
}
