import type { Jurisdiction } from '../jurisdictions/index.ts';
import type { Service } from '../catalogue/index.ts';
import { maskPersonal, namesEmail } from './mask-personal.ts';

/** By what it is decided what the public may read of a case. */
export type Publishing = {
  /** Whether e-mail addresses and telephone numbers are masked. */
  masks: boolean;
  publishes: Service['publishes'];
  /** Of the city; masks are named in it. */
  language: string;
};

/** What of a case may have to be told otherwise than it came. */
export type Tellable = {
  description: string | null;
  address: string | null;
  address_id: string | null;
  zipcode: string | null;
  lat: number | null;
  long: number | null;
  media_urls: readonly string[];
};

/** What the public does not see as it came, for staff; null: as the public sees it. */
export type Originals = { [Field in keyof Tellable]: Tellable[Field] | null };

/** What the public may see of a case, and what stands apart from it; undefined when nothing does. */
export type PublicForm = { told: Tellable; originals: Originals | undefined };

export function publishingOf(
  jurisdiction: Pick<Jurisdiction, 'masks_personal' | 'locale'>,
  service: Pick<Service, 'publishes'>,
): Publishing {
  return { masks: jurisdiction.masks_personal, publishes: service.publishes, language: jurisdiction.locale };
}

/**
 * A case as the public may see it. Of a sensitive service that publishes the coarse place no text of a resident is told
 * either, since people write where it is, and no picture, which shows it.
 */
export function publicForm(given: Tellable, by: Publishing): PublicForm {
  const told = by.publishes === 'everything' ? masked(given, by) : coarse(given);
  const originals: Originals = {
    description: apart(given.description, told.description),
    address: apart(given.address, told.address),
    address_id: apart(given.address_id, told.address_id),
    zipcode: apart(given.zipcode, told.zipcode),
    lat: apart(given.lat, told.lat),
    long: apart(given.long, told.long),
    media_urls: given.media_urls.length === told.media_urls.length ? null : given.media_urls,
  };
  return { told, originals: Object.values(originals).every((one) => one === null) ? undefined : originals };
}

const masked = (given: Tellable, by: Publishing): Tellable => ({
  ...given,
  description: publicText(given.description, by),
  address: publicText(given.address, by),
  // An identifier that is masked in part would name another place.
  address_id: publicText(given.address_id, by) === given.address_id ? given.address_id : null,
  media_urls: publicMedia(given.media_urls, by),
});

const coarse = ({ lat, long }: Tellable): Tellable => ({
  description: null,
  address: null,
  address_id: null,
  zipcode: null,
  ...(lat === null || long === null ? { lat, long } : coarsePlace(lat, long)),
  media_urls: [],
});

const apart = <Value>(given: Value, told: Value): Value | null => (given === told ? null : given);

/** A text of a resident as the public may read it. */
export function publicText(text: string | null, { masks, language }: Publishing): string | null {
  return text === null || !masks ? text : maskPersonal(text, language);
}

/** Those addresses of pictures that the public may see. */
export function publicMedia(urls: readonly string[], { masks, publishes }: Publishing): string[] {
  return publishes === 'everything' ? urls.filter((url) => !masks || !namesEmail(url)) : [];
}

/** An answer to a question that is told to the public as a number or a choice, and looks like somebody's telephone number. */
export const isPersonalAnswer = (values: readonly string[], by: Publishing): boolean =>
  by.publishes !== 'everything' ||
  (by.masks && values.some((value) => maskPersonal(value, by.language) !== value));

/** A step of latitude is a little more than a kilometre; steps of longitude are made as long. */
const STEP = 0.01;

/**
 * The nearest point of a net with a knot about every kilometre. The exact place cannot be told from it, nor found by asking
 * for ever smaller parts of the map: no answer and no filter knows another one.
 */
export function coarsePlace(lat: number, long: number): { lat: number; long: number } {
  const row = nearest(lat, STEP);
  const aside = STEP / Math.max(Math.cos((row * Math.PI) / 180), STEP);
  return { lat: row, long: Math.min(180, Math.max(-180, nearest(long, aside))) };
}

const nearest = (degrees: number, step: number) => Number((Math.round(degrees / step) * step).toFixed(7));
