import { createStore, delMany, get, getMany, setMany } from 'idb-keyval';
import { start } from '../page-start.ts';
import { EMPTY } from './draft.ts';
import type { Draft, Photo } from './draft.ts';

/** Kept for a week: longer would show the next user of a shared computer what somebody once began. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/** Some browsers do not answer at all; nobody waits longer for them. */
const PATIENCE_MS = 2_000;

const NAME = `draft ${start.city?.jurisdiction_id ?? ''}`;
const nameOf = (id: string) => `photo ${id}`;

/** Pictures lie beside the draft, so that a letter typed does not write all of them anew. */
type Kept = Omit<Draft, 'photos'> & { photos: Omit<Photo, 'file'>[] };

/** Some browsers keep nothing, as in private windows: then the draft lasts as long as the page. */
const store = (() => {
  try {
    return createStore('signpost', 'drafts');
  } catch {
    return undefined;
  }
})();

/** Tells the other tabs of this city that the draft has changed. */
const tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(NAME);

/** The pictures of which this tab knows that they are kept. */
let photosKept = new Set<string>();

export async function loadDraft(): Promise<Draft> {
  return inTime(read(), EMPTY);
}

async function read(): Promise<Draft> {
  const kept = store && (await get<Kept>(NAME, store));
  if (store === undefined || kept === undefined || Date.now() - kept.changed >= KEPT_MS) return EMPTY;
  const files = await getMany<Blob | undefined>(
    kept.photos.map(({ id }) => nameOf(id)),
    store,
  );
  const photos = kept.photos.flatMap((photo, place) => {
    const file = files[place];
    return file === undefined ? [] : [{ ...photo, file }];
  });
  photosKept = new Set(photos.map(({ id }) => id));
  return { ...EMPTY, ...kept, photos };
}

/** One after the other, so that an older draft never comes to lie upon a newer one. */
let saving: Promise<unknown> = Promise.resolve();

/** Settles when it is kept, or cannot be. */
export function keepDraft(draft: Draft): Promise<unknown> {
  saving = inTime(
    saving.then(() => write(draft)),
    undefined,
  );
  return saving;
}

async function write(draft: Draft): Promise<void> {
  if (store === undefined) return;
  const fresh = draft.photos.filter(({ id }) => !photosKept.has(id));
  const wanted = new Set(draft.photos.map(({ id }) => id));
  const gone = [...photosKept].filter((id) => !wanted.has(id));
  photosKept = wanted;
  if (draft === EMPTY) await delMany([NAME, ...gone.map(nameOf)], store);
  else {
    const kept: Kept = { ...draft, photos: draft.photos.map(({ id, name }) => ({ id, name })) };
    await setMany([[NAME, kept], ...fresh.map(({ id, file }): [string, Blob] => [nameOf(id), file])], store);
    if (gone.length > 0) await delMany(gone.map(nameOf), store);
  }
  tabs?.postMessage(null);
}

/** Calls when another tab has changed the draft. @returns what ends that */
export function onOtherTab(listener: () => void): () => void {
  tabs?.addEventListener('message', listener);
  return () => tabs?.removeEventListener('message', listener);
}

/** What cannot be kept or read in time is done without. */
function inTime<Value>(work: Promise<Value>, otherwise: Value): Promise<Value> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(otherwise), PATIENCE_MS);
    void work
      .catch(() => otherwise)
      .then((value) => {
        clearTimeout(timer);
        resolve(value);
      });
  });
}
