import { api } from '../api.ts';
import type { Point } from './filters.ts';

/** What the city's directory knows by a typed address, that which fits best; undefined when it knows nothing like it. */
export async function findPoint(place: string, signal: AbortSignal): Promise<Point | undefined> {
  const [first] = await api.places.list({ q: place }, { signal });
  return first;
}
