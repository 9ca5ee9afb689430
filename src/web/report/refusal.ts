import { ApiError } from '@signpost/sdk';
import { wordsOf } from '../parts/failure.tsx';
import { texts } from '../texts.ts';
import type { StepName, StepMistake } from './step.ts';

const t = texts({
  key: {
    en: 'These pages have got a new key from the city meanwhile. Your report is kept: load the page again, then send it.',
    pl: 'Strony otrzymały w międzyczasie nowy klucz od miasta. Zgłoszenie jest zapisane: wczytaj stronę ponownie, a potem je wyślij.',
    uk: 'Ці сторінки тим часом отримали від міста новий ключ. Повідомлення збережено: завантажте сторінку знову й надішліть його.',
  },
  unclear: {
    en: 'These pages have got a new key from the city meanwhile, and nobody knows whether your case has arrived before. Look among the cases, then load the page again and send it if it is not there.',
    pl: 'Strony otrzymały w międzyczasie nowy klucz od miasta i nie wiadomo, czy sprawa dotarła wcześniej. Sprawdź wśród spraw, a jeśli jej tam nie ma, wczytaj stronę ponownie i wyślij ją.',
    uk: 'Ці сторінки тим часом отримали від міста новий ключ, і невідомо, чи справа надійшла раніше. Перегляньте справи; якщо її там немає, завантажте сторінку знову й надішліть.',
  },
  large: {
    en: 'The photos are too large for the city. Remove one of them.',
    pl: 'Zdjęcia są za duże dla miasta. Usuń jedno z nich.',
    uk: 'Фотографії завеликі для міста. Видаліть одну з них.',
  },
  unreadable: {
    en: 'The city cannot read one of the photos. Remove it, or take it again.',
    pl: 'Miasto nie może odczytać jednego ze zdjęć. Usuń je albo zrób je jeszcze raz.',
    uk: 'Місто не може прочитати одну з фотографій. Видаліть її або зробіть ще раз.',
  },
  already: {
    en: 'The city already has a report that was sent from here. Look among the cases before you send another one.',
    pl: 'Miasto ma już zgłoszenie wysłane z tej strony. Zanim wyślesz kolejne, sprawdź wśród spraw.',
    uk: 'Місто вже має повідомлення, надіслане звідси. Перш ніж надсилати ще одне, перегляньте справи.',
  },
});

/** Where each field of a submission is asked for, and the id of what takes the focus there. */
const FIELDS: Record<string, [StepName, string]> = {
  service_code: ['service', 'search'],
  lat: ['place', 'address'],
  long: ['place', 'address'],
  address_string: ['place', 'address'],
  description: ['details', 'description'],
  media: ['details', 'photos'],
  email: ['contact', 'email'],
  phone: ['contact', 'phone'],
  first_name: ['contact', 'first_name'],
  last_name: ['contact', 'last_name'],
};

function placeOf(field: string | undefined): Pick<StepMistake, 'step' | 'id'> {
  const question = /^attribute\[(.*?)\]/.exec(field ?? '')?.[1];
  if (question !== undefined) return { step: 'details', id: `question-${question}` };
  const [step, id] = FIELDS[field?.replace(/\[.*$/, '') ?? ''] ?? [];
  return { step, id: id ?? '' };
}

/**
 * What the city did not take, each with the step at which it is mended; without one where nobody here can mend it.
 * @param wasTried whether it may have arrived before, by an attempt that was not answered
 */
export function mistakesOf(error: unknown, wasTried: boolean): StepMistake[] {
  if (!(error instanceof ApiError)) return [{ step: undefined, id: '', message: wordsOf(error) }];
  if (error.status === 401 || error.status === 403)
    return [{ step: undefined, id: '', message: wasTried ? t.unclear : t.key }];
  if (error.status === 413) return [{ ...placeOf('media'), message: t.large }];
  if (error.status === 415) return [{ ...placeOf('media'), message: t.unreadable }];
  if (error.status === 422) return [{ step: undefined, id: '', message: t.already }];
  return error.errors.map(({ field, description }) => ({ ...placeOf(field), message: description }));
}

/** Why it is not known whether a case has arrived, and when it is sent again, in seconds. */
export type Delay = { why: 'connection' | 'server' | 'many'; seconds: number };

/** The waits between attempts of which the city does not say how long it wants to be left alone. */
const WAITS = [3, 5, 10, 20, 30];

/**
 * Whether it may have arrived, or may arrive by the same words later: then it is sent again under the same name and not changed in
 * between, since the city would take a changed one for another case.
 * @param attempts how many there were
 * @returns undefined: the city has read it and does not take it
 */
export function delayAfter(error: unknown, attempts: number): Delay | undefined {
  const usual = WAITS[Math.min(attempts, WAITS.length) - 1] ?? 3;
  if (!(error instanceof ApiError)) return { why: 'connection', seconds: usual };
  const seconds = Math.max(error.retryAfter ?? 0, usual);
  if (error.status === 429) return { why: 'many', seconds };
  return error.status >= 500 || [408, 409, 425].includes(error.status)
    ? { why: 'server', seconds }
    : undefined;
}
