/** What of a case a city may keep for a while only. */
export const RETENTION_KINDS = ['reporters', 'originals', 'media'] as const;

/**
 * `reporters`: who reported and who commented. `originals`: what only staff can read, such as texts as they were typed and the
 * exact places of sensitive services. `media`: pictures.
 */
export type RetentionKind = (typeof RETENTION_KINDS)[number];

/** How many days after a case was closed it is kept. */
export type Retention = { kind: RetentionKind; days: number };
