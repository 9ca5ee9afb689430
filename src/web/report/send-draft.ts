import { ApiError, uploadOf } from '@signpost/sdk';
import { api } from '../api.ts';
import type { Draft } from './draft.ts';

/** What has become of a submission. */
export type Sent = {
  service_request_id: string | undefined;
  token: string | undefined;
  notice: string | undefined;
};

/**
 * Hands the case in. Whoever calls it again with the same draft and key gets the first answer again, if there was one.
 * @param onProgress the part of the pictures that has left, from 0 to 1
 * @throws SignpostError
 */
export async function sendDraft(draft: Draft, onProgress: (part: number) => void): Promise<Sent> {
  const total = draft.photos.reduce((sum, { file }) => sum + file.size, 0);
  const sent = new Map<string, number>();
  const media = draft.photos.map(({ id, name, file }) =>
    uploadOf(file, {
      name,
      type: 'image/jpeg',
      onProgress: (progress) => {
        sent.set(id, progress.sent);
        const all = [...sent.values()].reduce((sum, one) => sum + one, 0);
        onProgress(Math.min(1, all / total));
      },
    }),
  );
  const given = (name: 'email' | 'phone' | 'first_name' | 'last_name' | 'description') =>
    draft[name].trim() === '' ? {} : { [name]: draft[name].trim() };
  const [taken] = await api.requests.create(
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
    { idempotencyKey: draft.idempotencyKey },
  );
  const { service_request_id, token, service_notice } = { ...taken } as Record<string, string | undefined>;
  return { service_request_id, token, notice: service_notice };
}

/**
 * Whether it may have arrived although an error came back: then it is sent again under the same name and not changed in
 * between, since the city would take a changed one for another case.
 */
export function mayHaveArrived(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status >= 500 || error.status === 409;
}
