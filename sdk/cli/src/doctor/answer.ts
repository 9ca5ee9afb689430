/** What came back for one call, or why nothing did. */
export type Answer = {
  method: string;
  /** The address that was called; the key is not in it. */
  address: string;
  /** 0 when there was no answer. */
  status: number;
  headers: Readonly<Record<string, string>>;
  bytes: Buffer;
  /** Why there is no answer, or none that could be taken whole. */
  problem?: string;
  /** Where the call was sent on to. */
  redirects: readonly string[];
};

/** `GET /v2/services.json → 200`, the first line of all evidence. */
export function callLine({ method, address, status, problem }: Answer): string {
  return `${method} ${address} → ${problem ?? status}`;
}

/** The media type, without its parameters. */
export const mediaTypeOf = ({ headers }: Answer) =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

export const isSuccess = ({ status, problem }: Answer) =>
  problem === undefined && status >= 200 && status < 300;

/** Of this answer, the ending of the address tells the format. */
export const formatOf = ({ address }: Answer): Format => (/\.xml(\?|$)/.test(address) ? 'xml' : 'json');

export type Format = 'json' | 'xml';
export const FORMATS: readonly Format[] = ['json', 'xml'];
