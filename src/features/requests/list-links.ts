import type { ListEnd } from './list-requests.ts';

type ListCall = {
  baseUrl: string;
  format: string;
  parameters: Readonly<Record<string, string | number | readonly string[] | undefined>>;
};

/**
 * What a list says besides its cases, in headers, since its body is a bare list (standard, 6): how many there are, and the
 * address of the next page (RFC 8288), which holds every parameter that the first one had.
 */
export function linksOf(
  call: ListCall,
  jurisdictionId: string,
  end: ListEnd | undefined,
): Record<string, string> {
  if (end === undefined) return {};
  const headers: Record<string, string> = { 'X-Total-Count': String(end.total) };
  if (end.estimated) headers['X-Total-Count-Estimated'] = 'true';
  if (end.cursor !== undefined) {
    const parameters: [string, string][] = Object.entries(call.parameters).flatMap(([name, value]) =>
      value === undefined || ['jurisdiction_id', 'page', 'cursor'].includes(name)
        ? []
        : [[name, Array.isArray(value) ? value.join(',') : String(value)]],
    );
    const query = new URLSearchParams([...parameters, ['cursor', end.cursor]]);
    const address = `${call.baseUrl}/open311/${jurisdictionId}/v2/requests.${call.format}?${query.toString()}`;
    headers['Link'] = `<${address}>; rel="next"`;
  }
  return headers;
}
