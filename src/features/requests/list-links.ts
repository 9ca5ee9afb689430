import { basePathOf } from '../jurisdictions/index.ts';
import type { Jurisdiction } from '../jurisdictions/index.ts';
import type { ListEnd } from './list-requests.ts';

type ListCall = {
  baseUrl: string;
  format: string;
  parameters: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
};

/**
 * What a list says besides its cases, in headers, since its body is a bare list (standard, 6): how many there are, and the
 * address of the next page (RFC 8288), which holds every parameter that the first one had.
 */
export function linksOf(
  call: ListCall,
  jurisdiction: Jurisdiction,
  end: ListEnd | undefined,
): Record<string, string> {
  if (end === undefined) return {};
  return {
    'X-Total-Count': String(end.total),
    ...(end.estimated ? { 'X-Total-Count-Estimated': 'true' } : {}),
    ...nextLink(call, jurisdiction, 'requests', end.cursor),
  };
}

/** The address of the next page, below the own path of the city or its sandbox, so that the city need not be among the parameters. */
export function nextLink(
  call: ListCall,
  jurisdiction: Jurisdiction,
  resource: 'requests' | 'servicerequestupdates',
  cursor: string | undefined,
): Record<string, string> {
  if (cursor === undefined) return {};
  const parameters = Object.entries(call.parameters).flatMap(([name, value]): [string, string][] =>
    value === undefined || ['jurisdiction_id', 'page', 'cursor'].includes(name)
      ? []
      : [[name, Array.isArray(value) ? value.join(',') : String(value)]],
  );
  const query = new URLSearchParams([...parameters, ['cursor', cursor]]).toString();
  const address = `${call.baseUrl}${basePathOf(jurisdiction)}/${resource}.${call.format}?${query}`;
  return { Link: `<${address}>; rel="next"` };
}
