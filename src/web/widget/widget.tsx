import { useLocation } from 'preact-iso';
import { addressOf, listParameters, readFilters } from '../cases/filters.ts';
import { findPoint } from '../cases/find-point.ts';
import { start } from '../page-start.ts';
import { CaseEntry } from '../parts/case-entry.tsx';
import { caseWords } from '../parts/case-words.ts';
import { Failure } from '../parts/failure.tsx';
import { listCases } from '../parts/list-cases.ts';
import { useAnswer } from '../parts/use-answer.ts';
import { usePage } from '../parts/use-page.ts';
import { texts } from '../texts.ts';
import './widget.css';

const t = texts({
  title: {
    en: (city: string) => `${city}: newest cases`,
    pl: (city: string) => `${city}: najnowsze sprawy`,
    uk: (city: string) => `${city}: найновіші справи`,
  },
  none: { en: 'There is no open case.', pl: 'Nie ma otwartych spraw.', uk: 'Немає відкритих справ.' },
  all: { en: 'See all', pl: 'Zobacz wszystkie', uk: 'Переглянути всі' },
  report: { en: 'Report a case', pl: 'Zgłoś sprawę', uk: 'Повідомити про справу' },
});

const SHOWN = 5;

/** The newest cases in a frame on somebody else's page: small, without anything around, every link in a window of its own. */
export function Widget() {
  const heading = usePage(t.title(start.city?.name ?? ''));
  const filters = { status: 'open' as const, ...readFilters(useLocation().query) };
  const newest = useAnswer(JSON.stringify(filters), async (signal) => {
    const point = filters.place === undefined ? undefined : await findPoint(filters.place, signal);
    return listCases({ ...listParameters(filters, point), page_size: SHOWN }, signal);
  });
  const outside = { target: '_blank', rel: 'noopener' } as const;
  return (
    <main class="widget">
      <h1 ref={heading} tabIndex={-1}>
        {t.title(start.city?.name ?? '')}
      </h1>
      {newest.state === 'waiting' && <p role="status">{caseWords.loading}</p>}
      {newest.state === 'failed' && <Failure error={newest.error} again={newest.again} />}
      {newest.value?.cases.length === 0 && <p>{t.none}</p>}
      {newest.value !== undefined && (
        <ul class="case-list">
          {newest.value.cases.map((one) => (
            <CaseEntry key={one.service_request_id} one={one} heading="h2" target="_blank" />
          ))}
        </ul>
      )}
      <p class="ways">
        <a href={addressOf(filters)} {...outside}>
          {t.all}
        </a>
        {start.api_key !== null && (
          <a href={`/${start.city?.jurisdiction_id}/report`} {...outside}>
            {t.report}
          </a>
        )}
      </p>
    </main>
  );
}
