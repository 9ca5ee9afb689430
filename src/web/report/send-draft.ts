import { connect } from '../api.ts';
import type { Attempt, Draft } from './draft.ts';
import type { Sent } from './sent.ts';
import { uploadingFetch } from './uploading-fetch.ts';

/** Five pictures over a slow line; a line that is dead is told apart by `uploadingFetch`. */
const LONGEST_MS = 15 * 60_000;

/**
 * Hands the case in, once. Whoever calls it again with the same draft and attempt gets the first answer again, if there was one.
 * @param onProgress the part that has left, from 0 to 1
 * @throws SignpostError
 */
export async function sendDraft(
  draft: Draft,
  attempt: Attempt,
  onProgress: (part: number) => void,
): Promise<Sent> {
  const given = (name: 'email' | 'phone' | 'first_name' | 'last_name' | 'description') =>
    draft[name].trim() === '' ? {} : { [name]: draft[name].trim() };
  const media = draft.photos.map(({ name, file }) => new File([file], name, { type: 'image/jpeg' }));
  const [taken] = await connect(uploadingFetch(onProgress), attempt.apiKey).requests.create(
    {
      service_code: draft.service_code ?? '',
      ...(draft.place === undefined ? {} : { lat: draft.place.lat, long: draft.place.long }),
      ...(draft.address.trim() === '' ? {} : { address_string: draft.address.trim() }),
      ...given('description'),
      ...given('email'),
      ...given('phone'),
      ...given('first_name'),
      ...given('last_name'),
      ...(Object.keys(draft.answers).length === 0 ? {} : { attribute: draft.answers }),
      ...(media.length === 0 ? {} : { media }),
    },
    {
      idempotencyKey: attempt.idempotencyKey,
      timeoutMs: LONGEST_MS,
      deadlineMs: LONGEST_MS,
      // Whoever waits is told why, and how long (use-sending.ts).
      retries: 0,
    },
  );
  const { service_request_id, token, service_notice } = { ...taken } as Record<string, string | null>;
  return {
    as: 'case',
    number: service_request_id ?? undefined,
    token: token ?? undefined,
    notice: service_notice ?? undefined,
  };
}
