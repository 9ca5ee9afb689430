import { start } from '../page-start.ts';
import { usePage } from '../parts/use-page.ts';
import { texts } from '../texts.ts';

const t = texts({
  title: { en: 'Which city is it about?', pl: 'O które miasto chodzi?', uk: 'Про яке місто йдеться?' },
  none: {
    en: 'No city is served here yet.',
    pl: 'Nie ma tu jeszcze żadnego miasta.',
    uk: 'Тут ще немає жодного міста.',
  },
});

/** Every city of the installation. */
export function Cities() {
  const heading = usePage(t.title);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t.title}
      </h1>
      {start.cities.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <ul>
          {start.cities.map(({ jurisdiction_id, name }) => (
            <li key={jurisdiction_id}>
              <a href={`/${jurisdiction_id}/`}>{name}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
