import type { AnswerOf } from '@signpost/sdk';

/** What the server has written into the page, so that the first look needs no further call (features/portal/find-page.ts). */
export type PageStart = {
  locale: Locale;
  /** The city that the page is about; null where it is about all of them. */
  city: City | null;
  cities: Pick<City, 'jurisdiction_id' | 'name'>[];
  /** The publishable key of these pages for this city; null: it takes no cases from here. */
  api_key: string | null;
};

type City = AnswerOf<'jurisdictions.get'>;

/** The languages that the pages have; each is written once in `texts`. */
export const LOCALES = ['en', 'pl', 'uk'] as const;
export type Locale = (typeof LOCALES)[number];

export const start = JSON.parse(document.getElementById('start')?.textContent ?? 'null') as PageStart;
