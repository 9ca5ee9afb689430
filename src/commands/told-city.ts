import { readJurisdictionId } from '../features/jurisdictions/index.ts';

/** Something of a city under the id of it that everybody knows, whether it is live or in the sandbox. */
export function toldCity<One extends { jurisdiction_id: string }>(found: One): One & { test?: true } {
  const { live, kind } = readJurisdictionId(found.jurisdiction_id);
  return { ...found, jurisdiction_id: live, ...(kind === 'test' ? { test: true as const } : {}) };
}
