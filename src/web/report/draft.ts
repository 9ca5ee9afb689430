import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Where it is, and how that was said; `street`: by an address of which only the street is known. */
export type Place = { lat: number; long: number; from: 'map' | 'address' | 'street' | 'position' };

/** A picture as it will be sent: small enough for a phone's line, and the same bytes at every try. */
export type Photo = { id: string; name: string; file: Blob };

/** What a submission is known by once it has been tried. The city tells by both whether it has it already. */
export type Attempt = { idempotencyKey: string; apiKey: string | null };

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
  /** There while it may have arrived and nobody knows: until then nothing of it is changed. */
  attempt: Attempt | undefined;
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
  attempt: undefined,
  changed: 0,
};

/** The draft for the steps of a report, and what they change of it. */
export type Drafting = {
  draft: Draft;
  /** Settles when it is kept in the browser, or cannot be; a function is given the draft as it is by then. */
  change: (part: Partial<Draft> | ((draft: Draft) => Partial<Draft>)) => Promise<unknown>;
  /** Throws all of it away, here and in the browser. */
  discard: () => void;
};

export const DraftContext = createContext<Drafting | undefined>(undefined);

export function useDraft(): Drafting {
  const drafting = useContext(DraftContext);
  if (drafting === undefined) throw new Error('a step of a report stands outside of it');
  return drafting;
}
