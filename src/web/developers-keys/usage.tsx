import type { Signpost } from '@signpost/sdk';
import { Failure } from '../parts/failure.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { texts, writeNumber, writeCalendarDay } from '../texts.ts';

const t = texts({
  loading: { en: 'Loading …', pl: 'Wczytywanie …', uk: 'Завантаження …' },
  none: {
    en: 'It was not used in the last 90 days.',
    pl: 'W ostatnich 90 dniach nie był używany.',
    uk: 'За останні 90 днів його не використовували.',
  },
  caption: {
    en: 'The last 90 days, by day (UTC)',
    pl: 'Ostatnie 90 dni, według dni (UTC)',
    uk: 'Останні 90 днів, по днях (UTC)',
  },
  day: { en: 'Day', pl: 'Dzień', uk: 'День' },
  calls: { en: 'Calls', pl: 'Wywołania', uk: 'Виклики' },
  errors: { en: 'Errors', pl: 'Błędy', uk: 'Помилки' },
});

/** Calls and errors of a key by day: as a table, with a bar that shows the same to the eye. */
export function Usage({ keyId, client }: { keyId: string; client: Signpost }) {
  const answer = useAnswer(keyId, (signal) => client.keys.usage({ key_id: keyId, by: 'day' }, { signal }));
  if (answer.state === 'failed') return <Failure error={answer.error} again={answer.again} />;
  if (answer.value === undefined) return <p role="status">{t.loading}</p>;
  const { usage } = answer.value;
  if (usage.length === 0) return <p role="status">{t.none}</p>;
  const most = Math.max(...usage.map(({ calls }) => calls));
  return (
    <div class="scrolls" tabIndex={0}>
      <table class="usage">
        <caption>{t.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t.day}</th>
            <th scope="col">{t.calls}</th>
            <th scope="col">{t.errors}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {usage.map(({ datetime, calls, errors }) => (
            <tr key={datetime}>
              <th scope="row">{writeCalendarDay(datetime)}</th>
              <td>{writeNumber(calls)}</td>
              <td>{writeNumber(errors)}</td>
              <td aria-hidden="true">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none">
                  <rect class="calls" width={(calls / most) * 100} height="10" />
                  <rect class="errors" width={(errors / most) * 100} height="10" />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
