import type { Knex } from 'knex';
import type { Clock } from '../../platform/clock.ts';
import { portalKeyOf } from '../access/index.ts';
import { describeJurisdiction, isOwnPath } from '../jurisdictions/index.ts';
import type { BoundsElsewhere, Jurisdiction, JurisdictionDirectory } from '../jurisdictions/index.ts';
import { previewRequest, spokenCaseNumber } from '../requests/index.ts';
import { LOCALES, pageLocale, WORDS } from './words.ts';
import type { PageLocale } from './words.ts';

/** The pages of a city, behind its id. */
const CITY_PAGES =
  /^\/(?:|report(?:\/[a-z]+)?|cases|cases\/(?<number>[0-9]{1,20})|tokens\/[0-9A-Za-z-]{1,64}|(?<widget>widget))\/?$/;

/** Pages that are about no city. */
const GENERAL_PAGES = /^\/(?:|developers\/keys)\/?$/;

type Doors = {
  db: Knex;
  clock: Clock;
  jurisdictions: JurisdictionDirectory;
  boundsElsewhere: BoundsElsewhere;
};
type Asked = { path: string; languages: readonly string[]; baseUrl: string };

/**
 * Says what is at an address for people: what a city calls itself, what a case is about, for those who share it as well.
 * @returns a function that gives undefined where the API answers; a mistaken address is a page that says so
 */
export function createPages(app: Doors) {
  return async (asked: Asked) => {
    const [, first = '', rest = '/'] = /^\/([^/]+)(\/.*)?$/.exec(asked.path) ?? [];
    // The API answers for itself, also while nothing can be asked about cities.
    if (isOwnPath(first) && first !== 'developers') return undefined;
    const cities = await app.jurisdictions.all();
    const city = cities.find(({ jurisdiction_id }) => jurisdiction_id === first.toLowerCase());
    if (city !== undefined) return cityPage(app, city, rest, asked);
    const page = generalPage(cities, asked);
    return GENERAL_PAGES.test(asked.path)
      ? page
      : { ...page, status: 404 as const, title: WORDS[page.locale].notFound };
  };
}

function generalPage(cities: readonly Jurisdiction[], { path, languages }: Asked) {
  const locale = pageLocale(languages, cities.length === 1 ? cities[0]?.locale : undefined);
  const words = WORDS[locale];
  const named = cities.map(({ jurisdiction_id, name }) => ({ jurisdiction_id, name }));
  return {
    ...bare(locale),
    ...(/keys/.test(path)
      ? { title: words.keys, description: words.keysDescription, withoutScripts: words.keysWithoutScripts }
      : { title: words.general, description: words.generalDescription }),
    start: { locale, city: null, cities: named, api_key: null },
  };
}

async function cityPage(app: Doors, city: Jurisdiction, rest: string, asked: Asked) {
  const locale = pageLocale(asked.languages, city.locale);
  const words = WORDS[locale];
  const described = await describeJurisdiction(city, asked.baseUrl, app.boundsElsewhere);
  const { title: name, colours, tiles_url } = described.portal;
  const api_key = (await portalKeyOf(app, city)) ?? null;
  const page = {
    ...bare(locale),
    title: words.city(name),
    description: words.cityDescription(name),
    theme: themeOf(colours),
    pictureOrigins: tiles_url === null ? [] : [new URL(tiles_url).origin],
    start: {
      locale,
      city: described,
      cities: [],
      api_key,
    },
  };
  const typed = withoutBlanks(rest);
  const found = CITY_PAGES.exec(typed)?.groups;
  if (found === undefined && !CITY_PAGES.test(typed))
    return { ...page, status: 404 as const, title: `${words.notFound} · ${name}` };
  if (found?.['number'] === undefined) return { ...page, embeddable: found?.['widget'] !== undefined };
  const number = found['number'];
  const seen = await previewRequest(app, city, number, { locale, baseUrl: asked.baseUrl });
  const title = `${words.case(spokenCaseNumber(number))} · ${name}`;
  // The page itself says in words what there is of such a number.
  if (seen === undefined) return { ...page, status: 404 as const, title };
  const about = [words[seen.status], seen.service_name, seen.address, seen.description];
  return {
    ...page,
    title: `${seen.service_name} · ${title}`,
    description: cut(about.filter((one) => one !== null && one !== '').join(' · ')),
    picture: seen.media_url ?? undefined,
  };
}

/** A number in an address as people type or say it, with blanks and hyphens. */
const withoutBlanks = (rest: string) =>
  rest.replace(/^\/cases\/[\d%A-F.-]+\/?$/i, (path) => path.replace(/%20|%C2%A0|\+|-/gi, ''));

const bare = (locale: PageLocale) => ({
  status: 200 as 200 | 404,
  locale,
  locales: LOCALES,
  picture: undefined as string | undefined,
  withoutScripts: WORDS[locale].withoutScripts,
  theme: '',
  embeddable: false,
  pictureOrigins: [] as string[],
});

/** The city's own colours in the place of ours (web/style/tokens.css). They were checked when they were set. */
function themeOf({ brand, brand_dark }: { brand: string | null; brand_dark: string | null }): string {
  return brand === null || brand_dark === null
    ? ''
    : `:root{--city-brand:${brand};--city-brand-dark:${brand_dark}}`;
}

/** What those show who preview an address. */
const MOST_CHARACTERS = 200;

function cut(text: string): string {
  const plain = text.replace(/\s+/g, ' ');
  const letters = [...plain];
  return letters.length <= MOST_CHARACTERS ? plain : `${letters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
}
