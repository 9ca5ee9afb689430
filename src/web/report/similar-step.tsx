import { useEffect, useState } from 'preact/hooks';
import { api } from '../api.ts';
import { writeCaseNumber } from '../case-number.ts';
import { start } from '../page-start.ts';
import { accountOfBrowser } from '../parts/account-of-browser.ts';
import { wordsOf } from '../parts/failure.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { isShown } from '../parts/pictures.ts';
import { plural, texts, writeDay, writeNumber } from '../texts.ts';
import { useDraft } from './draft.ts';
import type { StepProps } from './step.ts';
import { StepPage } from './step-page.tsx';

const t = texts({
  title: { en: 'Is it one of these?', pl: 'Czy to jedna z tych spraw?', uk: 'Це одна з цих справ?' },
  lead: {
    en: 'Others have told the city something very similar. If it is the same, say that you see it too: it counts, and you can follow that case.',
    pl: 'Inni zgłosili już coś bardzo podobnego. Jeśli to ta sama sprawa, powiedz, że też ją widzisz: to się liczy, a sprawę można śledzić.',
    uk: 'Інші вже повідомили про щось дуже схоже. Якщо це та сама справа, скажіть, що теж її бачите: це враховується, і за справою можна стежити.',
  },
  distance: {
    en: (metres: number) => `${writeNumber(metres)} metres away`,
    pl: (metres: number) =>
      plural(metres, {
        one: `${writeNumber(metres)} metr stąd`,
        few: `${writeNumber(metres)} metry stąd`,
        many: `${writeNumber(metres)} metrów stąd`,
        other: `${writeNumber(metres)} metra stąd`,
      }),
    uk: (metres: number) =>
      plural(metres, {
        one: `${writeNumber(metres)} метр звідси`,
        few: `${writeNumber(metres)} метри звідси`,
        many: `${writeNumber(metres)} метрів звідси`,
        other: `${writeNumber(metres)} метра звідси`,
      }),
  },
  reported: {
    en: (day: string) => `reported on ${day}`,
    pl: (day: string) => `zgłoszono ${day}`,
    uk: (day: string) => `повідомлено ${day}`,
  },
  open: { en: 'Open the case', pl: 'Otwórz sprawę', uk: 'Відкрити справу' },
  none: {
    en: 'No, it is something else',
    pl: 'Nie, to coś innego',
    uk: 'Ні, це щось інше',
  },
  looking: {
    en: 'Looking whether others have reported it …',
    pl: 'Sprawdzanie, czy ktoś już to zgłosił …',
    uk: 'Перевірка, чи хтось уже повідомив про це …',
  },
  same: {
    en: 'It is the same, I see it too',
    pl: 'To ta sama sprawa, też ją widzę',
    uk: 'Це та сама справа, я теж її бачу',
  },
});

/** So many are looked through by a person. */
const MOST_SHOWN = 3;

/** Nobody waits longer for a comparison. */
const LONGEST_MS = 8_000;

/** What others have reported before, told before anything is sent; passed over when there is none. */
export function SimilarStep({ go, onSent }: StepProps) {
  const { draft } = useDraft();
  const { place, service_code } = draft;
  const [failed, setFailed] = useState<{ number: string; problem: string }>();
  const found = useAnswer(place && service_code, async (signal) => {
    if (place === undefined || service_code === undefined) return [];
    const { lat, long } = place;
    const text = draft.description.trim();
    const near = { service_code, lat, long, ...(text === '' ? {} : { description: text.slice(0, 500) }) };
    return (await api.duplicates.list(near, { signal, retries: 0, timeoutMs: LONGEST_MS })).slice(
      0,
      MOST_SHOWN,
    );
  });
  // What cannot be compared, because there is no place or no answer, holds nobody up.
  const passes =
    place === undefined || found.state === 'failed' || (found.state === 'there' && found.value?.length === 0);
  useEffect(() => {
    if (passes) go('contact', 'replace');
  }, [passes]);

  async function support(number: string) {
    try {
      await api.supporters.create({ service_request_id: number, account_id: accountOfBrowser() });
      onSent({ as: 'support', number, token: undefined, notice: undefined });
    } catch (error) {
      setFailed({ number, problem: wordsOf(error) });
    }
  }

  if (found.value === undefined || passes) return <p role="status">{t.looking}</p>;
  return (
    <StepPage title={t.title} onBack={() => go('details')}>
      <p>{t.lead}</p>
      <ul class="similar">
        {found.value.map((one) => (
          <li key={one.service_request_id}>
            {one.media_url !== null && isShown(one.media_url) && (
              <img class="preview" src={one.media_url} alt="" />
            )}
            <h2>{one.service_name}</h2>
            <p>{one.description}</p>
            <p class="muted">
              {t.distance(Math.round(one.distance_metres))}, {t.reported(writeDay(one.requested_datetime))}
            </p>
            <div class="buttons">
              <button type="button" class="button quiet" onClick={() => void support(one.service_request_id)}>
                {t.same} <span class="visually-hidden">{writeCaseNumber(one.service_request_id)}</span>
              </button>
              <a href={`/${start.city?.jurisdiction_id}/cases/${one.service_request_id}`} target="_self">
                {t.open} <span class="visually-hidden">{writeCaseNumber(one.service_request_id)}</span>
              </a>
            </div>
            {failed?.number === one.service_request_id && (
              <p role="alert" class="field-error">
                {failed.problem}
              </p>
            )}
          </li>
        ))}
      </ul>
      <div class="buttons">
        <button type="button" class="button" onClick={() => go('contact')}>
          {t.none}
        </button>
      </div>
    </StepPage>
  );
}
