import { texts } from '../texts.ts';

/** What kinds of keys are called wherever they are shown. */
export const KINDS = texts({
  test: { en: 'Sandbox', pl: 'Piaskownica', uk: 'Пісочниця' },
  live: { en: 'Live', pl: 'Prawdziwe sprawy', uk: 'Справжні справи' },
  publishable: { en: 'For pages', pl: 'Dla stron', uk: 'Для сторінок' },
});
