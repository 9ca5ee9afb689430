import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { createStore, del, get, set } from 'idb-keyval';
import { start } from '../page-start.ts';

/** Where it is, and how that was said. */
export type Place = { lat: number; long: number; from: 'map' | 'address' | 'position' };

/** A picture as it will be sent: small enough for a phone's line, and the same bytes at every try. */
export type Photo = { id: string; name: string; file: Blob };

/** What a resident has said so far. */
export type Draft = {
  service_code: string | undefined;
  place: Place | undefined;
  address: string;
  description: string;
  /** By code of the question; a list where several answers may be given. */
  answers: Record<string, string | string[]>;
  photos: Photo[];
  email: string;
  phone: string;
  first_name: string;
  last_name: string;
  /** Names the submission once it has been tried, so that it arrives once however often it is sent. */
  idempotencyKey: string | undefined;
  /** When it was last changed, in milliseconds. */
  changed: number;
};

export const EMPTY: Draft = {
  service_code: undefined,
  place: undefined,
  address: '',
  description: '',
  answers: {},
  photos: [],
  email: '',
  phone: '',
  first_name: '',
  last_name: '',
  idempotencyKey: undefined,
  changed: 0,
};

/** Kept for a week: longer would show the next user of a shared computer what somebody once began. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

const NAME = `draft ${start.city?.jurisdiction_id ?? ''}`;

/** Some browsers keep nothing, as in private windows: then the draft lasts as long as the page. */
const store = (() => {
  try {
    return createStore('signpost', 'drafts');
  } catch {
    return undefined;
  }
})();

export async function loadDraft(): Promise<Draft> {
  try {
    const kept = store && (await get<Draft>(NAME, store));
    return kept !== undefined && Date.now() - kept.changed < KEPT_MS ? { ...EMPTY, ...kept } : EMPTY;
  } catch {
    return EMPTY;
  }
}

/** One after the other, so that an older draft never comes to lie upon a newer one. */
let saving: Promise<unknown> = Promise.resolve();

/** Settles when it is kept, or cannot be. */
export function keepDraft(draft: Draft | undefined): Promise<unknown> {
  saving = saving
    .then(() => {
      if (store === undefined) return undefined;
      return draft === undefined ? del(NAME, store) : set(NAME, draft, store);
    })
    .catch(() => undefined);
  return saving;
}

/** The draft for the steps of a report, and what they change of it. */
export type Drafting = {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** Throws all of it away, here and in the browser. */
  discard: () => void;
};

export const DraftContext = createContext<Drafting | undefined>(undefined);

export function useDraft(): Drafting {
  const drafting = useContext(DraftContext);
  if (drafting === undefined) throw new Error('a step of a report stands outside of it');
  return drafting;
}
