import type { JurisdictionKind } from '../features/jurisdictions/index.ts';

/** The option of all commands that look at cases: without it, a command knows nothing of sandboxes. */
export const TEST_FLAG = ['--test', 'in the sandbox of the city, not in the city itself'] as const;

export const kindOf = ({ test }: { test?: boolean }): JurisdictionKind => (test === true ? 'test' : 'live');
