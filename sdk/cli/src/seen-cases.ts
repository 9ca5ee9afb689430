import type { CityRequest } from '../../src/open311.ts';
import { momentOf } from './case-times.ts';

/** So many cases are remembered, whatever a city sends. */
const MOST = 100_000;

/** When a case was changed last; undefined where that is not told, or without a zone. */
export const changedAt = ({ updated_datetime, requested_datetime }: CityRequest) =>
  momentOf(updated_datetime ?? requested_datetime);

/** In which state cases have been seen. */
export class SeenCases {
  readonly #states = new Map<string, { state: string; at: number | undefined }>();

  /** Remembers a case as it is. @returns whether it is new, has changed, or is known like this */
  note(item: CityRequest): 'new' | 'changed' | 'known' {
    const state = JSON.stringify([item.status, item.status_notes, item.updated_datetime]);
    const id = item.service_request_id;
    const before = this.#states.get(id);
    this.#states.delete(id);
    this.#states.set(id, { state, at: changedAt(item) });
    for (const oldest of this.#states.keys()) {
      if (this.#states.size <= MOST) break;
      this.#states.delete(oldest);
    }
    if (before === undefined) return 'new';
    return before.state === state ? 'known' : 'changed';
  }

  /** Forgets what was changed before, and will not be asked for again. */
  forgetBefore(time: number): void {
    for (const [id, { at }] of this.#states) if (at !== undefined && at < time) this.#states.delete(id);
  }
}
