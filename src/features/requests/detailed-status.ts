import type { Status } from './request.ts';

/**
 * Statuses in more detail than open and closed, as FixMyStreet and its partners know them (standard, 5.1): what they mean
 * for GeoReport, and what the public is told when nobody said more.
 */
const STATUSES = {
  open: {
    status: 'open',
    en: 'The case is open.',
    pl: 'Zgłoszenie jest otwarte.',
    uk: 'Звернення відкрите.',
  },
  in_progress: {
    status: 'open',
    en: 'We are working on it.',
    pl: 'Pracujemy nad tym.',
    uk: 'Ми над цим працюємо.',
  },
  planned: {
    status: 'open',
    en: 'The work is planned.',
    pl: 'Prace są zaplanowane.',
    uk: 'Роботи заплановані.',
  },
  action_scheduled: {
    status: 'open',
    en: 'The work has its date.',
    pl: 'Termin prac jest wyznaczony.',
    uk: 'Дату робіт призначено.',
  },
  investigating: {
    status: 'open',
    en: 'We are looking into it.',
    pl: 'Sprawdzamy to.',
    uk: 'Ми це перевіряємо.',
  },
  internal_referral: {
    status: 'open',
    en: 'It was handed on within the city.',
    pl: 'Przekazano w ramach miasta.',
    uk: 'Передано в межах міста.',
  },
  for_triage: {
    status: 'open',
    en: 'We are finding out who takes care of it.',
    pl: 'Ustalamy, kto się tym zajmie.',
    uk: 'Визначаємо, хто цим займеться.',
  },
  closed: {
    status: 'closed',
    en: 'The case is closed.',
    pl: 'Zgłoszenie jest zamknięte.',
    uk: 'Звернення закрите.',
  },
  fixed: { status: 'closed', en: 'It has been fixed.', pl: 'Naprawione.', uk: 'Виправлено.' },
  duplicate: {
    status: 'closed',
    en: 'It had been reported before.',
    pl: 'Zgłoszono to już wcześniej.',
    uk: 'Про це вже повідомляли.',
  },
  not_councils_responsibility: {
    status: 'closed',
    en: 'This is not in the hands of the city.',
    pl: 'To nie należy do zadań miasta.',
    uk: 'Це не належить до обов’язків міста.',
  },
  no_further_action: {
    status: 'closed',
    en: 'Nothing more will be done about it.',
    pl: 'Nie będzie dalszych działań.',
    uk: 'Подальших дій не буде.',
  },
  cancelled: {
    status: 'closed',
    en: 'The case was cancelled.',
    pl: 'Zgłoszenie anulowano.',
    uk: 'Звернення скасовано.',
  },
} as const satisfies Record<string, { status: Status } & Record<'en' | 'pl' | 'uk', string>>;

export type DetailedStatus = keyof typeof STATUSES;

export const DETAILED_STATUSES = Object.keys(STATUSES) as DetailedStatus[];

/** Whether a case with this status is open or closed for GeoReport (standard, A21). */
export const plainStatus = (status: DetailedStatus): Status => STATUSES[status].status;

/** What the public reads when a status was set without a word; English where the language is unknown. */
export function statusText(status: DetailedStatus, language: string): string {
  const { status: _status, ...texts } = STATUSES[status];
  return (texts as Record<string, string>)[language] ?? texts.en;
}

/**
 * A status as partners write it: in any case, with blanks or underscores.
 * @returns undefined when it is unknown; `unchanged` when the sender leaves the status as it is
 */
export function readDetailedStatus(text: string): DetailedStatus | 'unchanged' | undefined {
  const name = text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');
  if (name === 'unchanged') return 'unchanged';
  if (name === 'reopen') return 'open';
  return Object.hasOwn(STATUSES, name) ? (name as DetailedStatus) : undefined;
}
