import { texts } from '../texts.ts';

/** What several steps of a report say. */
export const words = texts({
  next: { en: 'Continue', pl: 'Dalej', uk: 'Далі' },
  back: { en: 'Back', pl: 'Wstecz', uk: 'Назад' },
  change: { en: 'Change', pl: 'Zmień', uk: 'Змінити' },
  optional: { en: '(optional)', pl: '(nieobowiązkowe)', uk: '(необов’язково)' },
  loading: { en: 'Loading …', pl: 'Wczytywanie …', uk: 'Завантаження …' },
});
