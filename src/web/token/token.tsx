import { NotFoundError } from '@signpost/sdk';
import { useRoute } from 'preact-iso';
import { api } from '../api.ts';
import { writeCaseNumber } from '../case-number.ts';
import { start } from '../page-start.ts';
import { caseWords } from '../parts/case-words.ts';
import { Failure, wordsOf } from '../parts/failure.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { usePage } from '../parts/use-page.ts';
import { texts } from '../texts.ts';

const t = texts({
  title: { en: 'Where is my case?', pl: 'Co z moją sprawą?', uk: 'Що з моєю справою?' },
  ready: {
    en: 'The city has given it a number:',
    pl: 'Miasto nadało jej numer:',
    uk: 'Місто надало їй номер:',
  },
  waiting: {
    en: 'The city has what you reported and has not given it a number yet. Come back to this page later.',
    pl: 'Miasto ma Twoje zgłoszenie i jeszcze nie nadało mu numeru. Wróć na tę stronę później.',
    uk: 'Місто отримало ваше повідомлення й ще не надало йому номера. Поверніться на цю сторінку пізніше.',
  },
  again: { en: 'Look again', pl: 'Sprawdź ponownie', uk: 'Перевірити ще раз' },
});

/** What became of a case that had a token first. */
export function Token() {
  const { token = '' } = useRoute().params;
  const heading = usePage(t.title);
  const answer = useAnswer(token, (signal) => api.tokens.get({ token }, { signal }));
  const number = answer.value?.[0]?.service_request_id ?? undefined;
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t.title}
      </h1>
      {answer.state === 'waiting' && <p role="status">{caseWords.loading}</p>}
      {answer.state === 'failed' &&
        (answer.error instanceof NotFoundError ? (
          <p>{wordsOf(answer.error)}</p>
        ) : (
          <Failure error={answer.error} again={answer.again} />
        ))}
      {answer.state === 'there' &&
        (number === undefined ? (
          <>
            <p>{t.waiting}</p>
            <p>
              <button type="button" class="button quiet" onClick={answer.again}>
                {t.again}
              </button>
            </p>
          </>
        ) : (
          <p>
            {t.ready}{' '}
            <a href={`/${start.city?.jurisdiction_id}/cases/${number}`}>{writeCaseNumber(number)}</a>
          </p>
        ))}
    </>
  );
}
