import { start } from '../page-start.ts';
import { texts } from '../texts.ts';

/** What kinds of keys are called wherever they are shown. */
export const KINDS = texts({
  test: { en: 'Sandbox', pl: 'Piaskownica', uk: 'Пісочниця' },
  live: { en: 'Live', pl: 'Prawdziwe sprawy', uk: 'Справжні справи' },
  publishable: { en: 'For pages', pl: 'Dla stron', uk: 'Для сторінок' },
});

/** What people call a city; its id where it is no longer there. */
export const cityName = (id: string): string =>
  start.cities.find(({ jurisdiction_id }) => jurisdiction_id === id)?.name ?? id;
