import type { OperationId } from '../operation.ts';

/** What the city for tests plays: all but what belongs to a developer's account, which is not the city's. */
export type PlayedId = Exclude<OperationId, `accounts.${string}` | `keys.${string}`>;
