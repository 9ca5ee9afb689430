import { caseWords } from '../parts/case-words.ts';
import type { Case } from '../parts/list-cases.ts';
import { texts, writeMoment } from '../texts.ts';

const t = texts({
  title: { en: 'What has happened', pl: 'Co się wydarzyło', uk: 'Що сталося' },
  submitted: { en: 'Reported', pl: 'Zgłoszono', uk: 'Повідомлено' },
  opened: { en: 'Open', pl: 'Otwarto', uk: 'Відкрито' },
  activity: { en: 'News', pl: 'Nowe informacje', uk: 'Новини' },
  closed: { en: 'Closed', pl: 'Zamknięto', uk: 'Закрито' },
  none: { en: 'Nothing yet.', pl: 'Jeszcze nic.', uk: 'Ще нічого.' },
});

/** What the city has said of a case, the earliest first. */
export function Timeline({ notes }: { notes: NonNullable<Case['notes']> }) {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t.title}</h2>
      {notes.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <ol class="timeline">
          {notes.map(({ datetime, type, status, description }, index) => (
            <li key={index}>
              <p class="muted">
                <time dateTime={datetime}>{writeMoment(datetime)}</time>
              </p>
              <p>
                <strong>{t[type]}</strong>
                {type === 'activity' &&
                  (status === 'open' || status === 'closed') &&
                  ` (${caseWords[status]})`}
              </p>
              {description !== null && description !== '' && <p class="own-words">{description}</p>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
