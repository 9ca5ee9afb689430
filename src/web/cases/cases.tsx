import { useLocation } from 'preact-iso';
import { lazy, Suspense } from 'preact/compat';
import { useEffect, useRef, useState } from 'preact/hooks';
import { start } from '../page-start.ts';
import { CaseEntry } from '../parts/case-entry.tsx';
import { caseWords } from '../parts/case-words.ts';
import { Failure } from '../parts/failure.tsx';
import { listCases } from '../parts/list-cases.ts';
import type { CasePage } from '../parts/list-cases.ts';
import { partOrWords } from '../parts/missing.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { useMedia } from '../parts/use-media.ts';
import { usePage } from '../parts/use-page.ts';
import { plural, texts, writeCalendarDay, writeNumber } from '../texts.ts';
import './cases.css';
import { FilterForm } from './filter-form.tsx';
import { addressOf, listParameters, readFilters } from './filters.ts';
import type { Filters } from './filters.ts';
import { findPoint } from './find-point.ts';
import { pageBefore, rememberPage } from './pages-before.ts';
import { useNewCases } from './use-new-cases.ts';

// The map is the heaviest part, and the list says the same.
const CasesMap = lazy(() => partOrWords(import('./cases-map.tsx').then((page) => page.CasesMap)));

const t = texts({
  title: {
    en: (city: string) => `Cases in ${city}`,
    pl: (city: string) => `${city}: sprawy`,
    uk: (city: string) => `${city}: справи`,
  },
  filters: { en: 'Choose which cases', pl: 'Wybierz, które sprawy', uk: 'Вибрати, які справи' },
  last: {
    en: (count: string) => `${count} in the last 90 days`,
    pl: (count: string) => `${count} z ostatnich 90 dni`,
    uk: (count: string) => `${count} за останні 90 днів`,
  },
  since: {
    en: (count: string, day: string) => `${count} in the 90 days from ${day}`,
    pl: (count: string, day: string) => `${count} z 90 dni od ${day}`,
    uk: (count: string, day: string) => `${count} за 90 днів від ${day}`,
  },
  list: { en: 'List', pl: 'Lista', uk: 'Список' },
  map: { en: 'Map', pl: 'Mapa', uk: 'Мапа' },
  about: {
    en: (count: string) => `about ${count}`,
    pl: (count: string) => `około ${count}`,
    uk: (count: string) => `близько ${count}`,
  },
  none: {
    en: 'No case is like this.',
    pl: 'Żadna sprawa nie pasuje.',
    uk: 'Жодна справа не підходить.',
  },
  noneHint: {
    en: 'Ask for less: fewer words, another day, or all kinds.',
    pl: 'Zmień filtry: mniej słów, inna data albo wszystkie rodzaje.',
    uk: 'Змініть фільтри: менше слів, інша дата або всі види.',
  },
  nobody: {
    en: 'Nobody has reported anything here in the last 90 days.',
    pl: 'W ciągu ostatnich 90 dni nikt tu niczego nie zgłosił.',
    uk: 'За останні 90 днів тут ніхто нічого не повідомив.',
  },
  report: { en: 'Report a case', pl: 'Zgłoś sprawę', uk: 'Повідомити про справу' },
  unknownPlace: {
    en: 'The city’s directory knows no such place, so cases of all places are shown.',
    pl: 'Spis miejsc miasta nie zna takiego miejsca, więc pokazujemy sprawy ze wszystkich miejsc.',
    uk: 'Довідник міста не знає такого місця, тому показано справи з усіх місць.',
  },
  around: {
    en: (place: string) => `around: ${place}`,
    pl: (place: string) => `w pobliżu: ${place}`,
    uk: (place: string) => `поблизу: ${place}`,
  },
  fresh: {
    en: (count: number) =>
      plural(count, { one: `${writeNumber(count)} new case`, other: `${writeNumber(count)} new cases` }),
    pl: (count: number) =>
      plural(count, {
        one: `${writeNumber(count)} nowa sprawa`,
        few: `${writeNumber(count)} nowe sprawy`,
        many: `${writeNumber(count)} nowych spraw`,
        other: `${writeNumber(count)} nowej sprawy`,
      }),
    uk: (count: number) =>
      plural(count, {
        one: `${writeNumber(count)} нова справа`,
        few: `${writeNumber(count)} нові справи`,
        many: `${writeNumber(count)} нових справ`,
        other: `${writeNumber(count)} нової справи`,
      }),
  },
  showFresh: { en: 'show', pl: 'pokaż', uk: 'показати' },
  showMap: { en: 'Show the map', pl: 'Pokaż mapę', uk: 'Показати мапу' },
  hideMap: { en: 'Hide the map', pl: 'Ukryj mapę', uk: 'Сховати мапу' },
  pages: { en: 'Pages of the list', pl: 'Strony listy', uk: 'Сторінки списку' },
  next: { en: 'Earlier cases', pl: 'Wcześniejsze sprawy', uk: 'Давніші справи' },
  previous: { en: 'Later cases', pl: 'Późniejsze sprawy', uk: 'Новіші справи' },
  first: { en: 'The newest cases', pl: 'Najnowsze sprawy', uk: 'Найновіші справи' },
});

const PAGE_SIZE = 20;

/** The cases of a city as a list and on a map, by the same filters, which stand in the address. */
export function Cases() {
  const heading = usePage(t.title(start.city?.name ?? ''));
  const { query, route } = useLocation();
  const filters = readFilters(query);
  const { cursor, place } = filters;
  const wide = useMedia('(min-width: 60rem)');
  const [opened, setOpened] = useState(false);

  const found = useAnswer(place, async (signal) => ({
    asked: place,
    point: await findPoint(place ?? '', signal),
  }));
  const isKnown = place === undefined || found.value?.asked === place;
  const point = place === undefined ? undefined : found.value?.point;
  const placeFailed = place !== undefined && found.state === 'failed';
  const parameters = { ...listParameters(filters, point), page_size: PAGE_SIZE };
  const asked = isKnown ? JSON.stringify(parameters) : undefined;
  const list = useAnswer(asked, async (signal) => ({ asked, ...(await listCases(parameters, signal)) }));
  const page = list.value;
  // The answer to what is asked now; while it is awaited, the one before stays to be seen.
  const now = list.state === 'there' && page?.asked === asked ? page : undefined;
  const fresh = useNewCases(cursor === undefined ? now : undefined, parameters);

  // Whoever turns a page goes on at the top of the list.
  const listHeading = useRef<HTMLHeadingElement>(null);
  const turned = useRef(cursor);
  useEffect(() => {
    if (turned.current !== cursor) listHeading.current?.focus();
    turned.current = cursor;
  }, [cursor]);

  const choose = (next: Filters) => route(addressOf(next));
  const before = cursor === undefined ? undefined : pageBefore(cursor);
  const { cursor: _, ...firstPage } = filters;
  const { bbox: __, ...everywhere } = firstPage;
  const unknownPlace = isKnown && place !== undefined && point === undefined;
  const form = (
    <FilterForm
      filters={filters}
      placeMistake={unknownPlace ? t.unknownPlace : undefined}
      onChoose={choose}
    />
  );
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t.title(start.city?.name ?? '')}
      </h1>
      {wide ? (
        form
      ) : (
        // On a phone the cases come first.
        <details class="filter-box" open={unknownPlace}>
          <summary>{t.filters}</summary>
          {form}
        </details>
      )}
      {!wide && (
        <p>
          <button
            type="button"
            class="button quiet"
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            {opened ? t.hideMap : t.showMap}
          </button>
        </p>
      )}
      <div class="cases">
        {(wide || opened) && (
          <section class="map-side" aria-labelledby="map-heading">
            <h2 id="map-heading">{t.map}</h2>
            <Suspense fallback={<p role="status">{caseWords.loading}</p>}>
              {isKnown && (
                <CasesMap
                  filters={firstPage}
                  point={point}
                  // The map is moved many times: each is no page to come back to.
                  onLimit={(bbox) =>
                    route(addressOf({ ...everywhere, ...(bbox === undefined ? {} : { bbox }) }), true)
                  }
                />
              )}
            </Suspense>
          </section>
        )}
        <section
          class="list-side"
          aria-labelledby="list-heading"
          aria-busy={now === undefined && list.state === 'waiting'}
        >
          <h2 id="list-heading" tabIndex={-1} ref={listHeading}>
            {t.list}
          </h2>
          <p role="status" class="count">
            {now !== undefined
              ? [sentenceOf(now, filters.start_date), point && t.around(point.name)]
                  .filter(Boolean)
                  .join(', ')
              : list.state === 'waiting' && !placeFailed
                ? caseWords.loading
                : ''}
          </p>
          <p role="status">
            {fresh > 0 && (
              <>
                {t.fresh(fresh)}:{' '}
                <button type="button" class="plain-button" onClick={list.again}>
                  {t.showFresh}
                </button>
              </>
            )}
          </p>
          {placeFailed && <Failure error={found.error} again={found.again} />}
          {list.state === 'failed' && <Failure error={list.error} again={list.again} />}
          {now?.cases.length === 0 && addressOf(filters) === addressOf({}) && (
            <>
              <p>
                <strong>{t.nobody}</strong>
              </p>
              {start.api_key !== null && (
                <p>
                  <a href={`/${start.city?.jurisdiction_id}/report`}>{t.report}</a>
                </p>
              )}
            </>
          )}
          {now?.cases.length === 0 && addressOf(filters) !== addressOf({}) && (
            <>
              <p>
                <strong>{t.none}</strong>
              </p>
              <p>{t.noneHint}</p>
            </>
          )}
          {page !== undefined && list.state !== 'failed' && (
            <ul class="case-list">
              {page.cases.map((one) => (
                <CaseEntry key={one.service_request_id} one={one} heading="h3" />
              ))}
            </ul>
          )}
          {now !== undefined && (cursor !== undefined || now.next !== undefined) && (
            <nav aria-label={t.pages} class="buttons">
              {cursor !== undefined && (
                <a
                  class="button quiet"
                  href={addressOf(before ? { ...firstPage, cursor: before } : firstPage)}
                >
                  {before === undefined || before === '' ? t.first : t.previous}
                </a>
              )}
              {now.next !== undefined && (
                <a
                  class="button quiet"
                  href={addressOf({ ...firstPage, cursor: now.next })}
                  onClick={() => rememberPage(now.next ?? '', cursor)}
                >
                  {t.next}
                </a>
              )}
            </nav>
          )}
        </section>
      </div>
    </>
  );
}

/** How many there are, and of which days. */
function sentenceOf({ total, estimated }: CasePage, start_date: string | undefined): string {
  const count = estimated ? t.about(caseWords.count(total)) : caseWords.count(total);
  return start_date === undefined ? t.last(count) : t.since(count, writeCalendarDay(start_date));
}
