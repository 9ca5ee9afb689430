import { NotFoundError } from '@signpost/sdk';
import { useRoute } from 'preact-iso';
import { lazy, Suspense } from 'preact/compat';
import { api } from '../api.ts';
import { readCaseNumber, writeCaseNumber } from '../case-number.ts';
import { start } from '../page-start.ts';
import { placeOf } from '../parts/case-entry.tsx';
import { caseWords } from '../parts/case-words.ts';
import { Failure, wordsOf } from '../parts/failure.tsx';
import type { Case as OneCase } from '../parts/list-cases.ts';
import { partOrWords } from '../parts/missing.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { usePage } from '../parts/use-page.ts';
import { texts, writeCityMoment, writeDay, writeMoment } from '../texts.ts';
import './case.css';
import { Complaint } from './complaint.tsx';
import { Photos } from './photos.tsx';
import { Share } from './share.tsx';
import { Support } from './support.tsx';
import { Timeline } from './timeline.tsx';

const CaseMap = lazy(() => partOrWords(import('./case-map.tsx').then((page) => page.CaseMap)));

const t = texts({
  reported: { en: 'Reported', pl: 'Zgłoszono', uk: 'Повідомлено' },
  changed: { en: 'Last change', pl: 'Ostatnia zmiana', uk: 'Остання зміна' },
  where: { en: 'Where', pl: 'Gdzie', uk: 'Де' },
  unknownPlace: {
    en: 'Nobody said where it is.',
    pl: 'Nie podano, gdzie to jest.',
    uk: 'Місце не вказано.',
  },
  near: { en: 'Other cases nearby', pl: 'Inne sprawy w pobliżu', uk: 'Інші справи поблизу' },
  onMap: {
    en: 'The place is marked on the map below.',
    pl: 'Miejsce jest zaznaczone na mapie poniżej.',
    uk: 'Місце позначено на мапі нижче.',
  },
  agency: { en: 'Who takes care of it', pl: 'Kto się tym zajmuje', uk: 'Хто цим займається' },
  notice: { en: 'What will be done', pl: 'Co zostanie zrobione', uk: 'Що буде зроблено' },
  expected: { en: 'Should be done by', pl: 'Powinno być gotowe do', uk: 'Має бути зроблено до' },
  duplicate: {
    en: 'It was told before and goes on as',
    pl: 'Zgłoszono to już wcześniej; sprawa toczy się jako',
    uk: 'Про це вже повідомляли; справа триває як',
  },
  answers: {
    en: 'Answers to the city’s questions',
    pl: 'Odpowiedzi na pytania miasta',
    uk: 'Відповіді на запитання міста',
  },
  notNumber: {
    en: 'This is no number of a case. A number has eight digits or more, such as 10 005 202.',
    pl: 'To nie jest numer sprawy. Numer ma co najmniej osiem cyfr, na przykład 10 005 202.',
    uk: 'Це не номер справи. Номер має щонайменше вісім цифр, наприклад 10 005 202.',
  },
  advice: {
    en: 'Compare the number with what you wrote down. A case is not shown while the city looks at it, or when it is not for everybody to see.',
    pl: 'Porównaj numer z tym, co masz zapisane. Sprawy nie widać, dopóki miasto ją sprawdza albo gdy nie jest przeznaczona dla wszystkich.',
    uk: 'Порівняйте номер із записаним. Справу не видно, поки місто її перевіряє або коли вона не призначена для всіх.',
  },
  contact: {
    en: (contact: string) => `You can ask the city: ${contact}`,
    pl: (contact: string) => `Możesz zapytać miasto: ${contact}`,
    uk: (contact: string) => `Ви можете запитати місто: ${contact}`,
  },
  another: { en: 'Type the number again', pl: 'Wpisz numer ponownie', uk: 'Ввести номер ще раз' },
  all: { en: 'All cases', pl: 'Wszystkie sprawy', uk: 'Усі справи' },
});

/** One case, for everybody. */
export function Case() {
  const typed = useRoute().params['number'] ?? '';
  const number = readCaseNumber(typed);
  const title = caseWords.case(number === undefined ? typed : writeCaseNumber(number));
  const heading = usePage(title);
  const answer = useAnswer(number, (signal) =>
    api.requests.get({ service_request_id: number ?? '', extensions: 'true' }, { signal }),
  );
  const found = answer.value?.[0];
  return (
    <>
      <h1 ref={heading} tabIndex={-1} class="case-title">
        {title}
      </h1>
      {number === undefined ? (
        <NotShown words={t.notNumber} />
      ) : answer.state === 'failed' && answer.error instanceof NotFoundError ? (
        <NotShown words={wordsOf(answer.error)} />
      ) : answer.state === 'failed' ? (
        <Failure error={answer.error} again={answer.again} />
      ) : (
        found === undefined && <p role="status">{caseWords.loading}</p>
      )}
      {found !== undefined && answer.state !== 'failed' && <Whole one={found} changed={answer.again} />}
    </>
  );
}

/** Why there is nothing to see, in the server's words, and ways on. */
function NotShown({ words }: { words: string }) {
  const base = `/${start.city?.jurisdiction_id}/`;
  const contact = start.city?.contact ?? '';
  return (
    <>
      <p>{words}</p>
      <p>{t.advice}</p>
      {contact !== '' && <p>{t.contact(contact)}</p>}
      <div class="buttons">
        <a class="button quiet" href={base}>
          {t.another}
        </a>
        <a href={`${base}cases`}>{t.all}</a>
      </div>
    </>
  );
}

/** Free texts are not published: what looks like this is the answer to the question when something was. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const writeAnswer = (value: string) => (MOMENT.test(value) ? writeCityMoment(value) : value);

/** How far around a case its neighbours are looked for: about half a kilometre. */
const NEAR_DEGREES = 0.005;

function Whole({ one, changed }: { one: OneCase; changed: () => void }) {
  const { service_request_id: number, status, description, lat, long, attributes = [] } = one;
  const base = `/${start.city?.jurisdiction_id}/cases`;
  const place = placeOf(one);
  const notes = one.notes ?? [];
  const area = one.extended_attributes?.area_name ?? null;
  const original = one.extended_attributes?.duplicate_of ?? null;
  const box =
    lat !== null && long !== null
      ? [long - NEAR_DEGREES, lat - NEAR_DEGREES, long + NEAR_DEGREES, lat + NEAR_DEGREES]
          .map((edge) => edge.toFixed(5))
          .join(',')
      : undefined;
  return (
    <>
      <p>
        <strong class={`tag ${status}`}>{caseWords[status]}</strong>
        {one.status_notes !== null && ` ${one.status_notes}`}
      </p>
      {original !== null && (
        <p class="notice">
          {t.duplicate} <a href={`${base}/${original}`}>{caseWords.case(writeCaseNumber(original))}</a>.
        </p>
      )}
      <h2>{one.service_name}</h2>
      {description !== null && description !== '' && <p class="own-words">{description}</p>}
      <Photos number={number} urls={one.extended_attributes?.media_urls ?? []} />
      <dl class="facts">
        <div>
          <dt>{t.where}</dt>
          <dd>
            {place ?? (box === undefined ? t.unknownPlace : t.onMap)}
            {area !== null && area !== place && ` (${area})`}
          </dd>
        </div>
        {one.requested_datetime !== null && (
          <div>
            <dt>{t.reported}</dt>
            <dd>
              <time dateTime={one.requested_datetime}>{writeMoment(one.requested_datetime)}</time>
            </dd>
          </div>
        )}
        {one.updated_datetime !== null && notes.length > 1 && (
          // One entry is the report itself, which is written a moment after it was made.
          <div>
            <dt>{t.changed}</dt>
            <dd>
              <time dateTime={one.updated_datetime}>{writeMoment(one.updated_datetime)}</time>
            </dd>
          </div>
        )}
        {one.agency_responsible !== null && (
          <div>
            <dt>{t.agency}</dt>
            <dd>{one.agency_responsible}</dd>
          </div>
        )}
        {one.service_notice !== null && (
          <div>
            <dt>{t.notice}</dt>
            <dd>{one.service_notice}</dd>
          </div>
        )}
        {status === 'open' && one.expected_datetime !== null && (
          <div>
            <dt>{t.expected}</dt>
            <dd>
              <time dateTime={one.expected_datetime}>{writeDay(one.expected_datetime)}</time>
            </dd>
          </div>
        )}
      </dl>
      {attributes.length > 0 && (
        <>
          <h2>{t.answers}</h2>
          <dl class="facts">
            {attributes.map(({ code, name, values }) => (
              <div key={code}>
                <dt>{name ?? code}</dt>
                <dd>{values.map(writeAnswer).join(', ')}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {lat !== null && long !== null && box !== undefined && (
        <>
          <Suspense fallback={<div class="case-ground" />}>
            <CaseMap lat={lat} long={long} />
          </Suspense>
          <p class="not-on-paper">
            <a href={`${base}?bbox=${box}`}>{t.near}</a>
          </p>
        </>
      )}
      <Timeline notes={notes} />
      <Support
        number={number}
        isOpen={status === 'open'}
        supporters={one.extended_attributes?.supporters ?? 0}
        changed={changed}
      />
      <Share title={`${one.service_name} · ${caseWords.case(writeCaseNumber(number))}`} />
      <Complaint number={number} />
    </>
  );
}
