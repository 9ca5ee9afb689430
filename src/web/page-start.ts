/** What the server has written into the page, so that the first look needs no further call (features/portal/page-head.ts). */
export type PageStart = {
  locale: Locale;
  /** The city that the page is about; null where it is about all of them. */
  city: City | null;
  cities: Pick<City, 'jurisdiction_id' | 'name'>[];
  /** The publishable key of these pages for this city; null: it takes no cases from here. */
  api_key: string | null;
};

export type City = {
  jurisdiction_id: string;
  name: string;
  locale: string;
  locales: string[];
  contact: string;
  demonstration: boolean;
  /** West, south, east and north. */
  bounds: [number, number, number, number] | null;
  portal: { tiles_url: string | null; tiles_attribution: string | null };
};

/** The languages that the pages have; each is written once in `texts`. */
export const LOCALES = ['en', 'pl', 'uk'] as const;
export type Locale = (typeof LOCALES)[number];

export const start = JSON.parse(document.getElementById('start')?.textContent ?? 'null') as PageStart;
