import { NotFoundError } from '@signpost/sdk';
import { useRoute } from 'preact-iso';
import { api } from '../api.ts';
import { writeCaseNumber } from '../case-number.ts';
import { Failure, wordsOf } from '../parts/failure.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { usePage } from '../parts/use-page.ts';
import { texts, writeMoment } from '../texts.ts';

const t = texts({
  title: {
    en: (number: string) => `Case ${number}`,
    pl: (number: string) => `Sprawa ${number}`,
    uk: (number: string) => `Справа ${number}`,
  },
  loading: { en: 'Loading …', pl: 'Wczytywanie …', uk: 'Завантаження …' },
  open: { en: 'Open', pl: 'Otwarta', uk: 'Відкрита' },
  closed: { en: 'Closed', pl: 'Zamknięta', uk: 'Закрита' },
  reported: { en: 'Reported', pl: 'Zgłoszono', uk: 'Повідомлено' },
});

/** One case, for everybody. */
export function Case() {
  const { number = '' } = useRoute().params;
  const heading = usePage(t.title(writeCaseNumber(number)));
  const answer = useAnswer(number, (signal) => api.requests.get({ service_request_id: number }, { signal }));
  const found = answer.value?.[0];
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t.title(writeCaseNumber(number))}
      </h1>
      {answer.state === 'waiting' && <p role="status">{t.loading}</p>}
      {answer.state === 'failed' &&
        (answer.error instanceof NotFoundError ? (
          <p>{wordsOf(answer.error)}</p>
        ) : (
          <Failure error={answer.error} again={answer.again} />
        ))}
      {found !== undefined && (
        <>
          <p>
            <strong class={`tag ${found.status}`}>{found.status === 'open' ? t.open : t.closed}</strong>{' '}
            {found.service_name}
          </p>
          <p>{found.description}</p>
          <p class="muted">
            {t.reported}:{' '}
            <time dateTime={found.requested_datetime ?? ''}>
              {writeMoment(found.requested_datetime ?? '')}
            </time>
          </p>
        </>
      )}
    </>
  );
}
