import { api } from '../api.ts';
import { start } from '../page-start.ts';
import { useAnswer } from '../parts/use-answer.ts';
import type { Place } from './draft.ts';

/** Whether a place lies outside of the city, and the name of the district it is in; neither as long as that is not known. */
export function useArea(place: Place | undefined): { outside: boolean; area: string | undefined } {
  const { state, value } = useAnswer(place && `${place.lat} ${place.long}`, async (signal) =>
    place === undefined ? [] : api.locations.list({ lat: place.lat, long: place.long }, { signal }),
  );
  // A neighbouring city may serve the place as well.
  const here = value?.find(({ jurisdiction_id }) => jurisdiction_id === start.city?.jurisdiction_id);
  return {
    outside: state === 'there' && here === undefined,
    area: state === 'there' ? (here?.area_name ?? undefined) : undefined,
  };
}
