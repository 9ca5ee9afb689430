import { start } from '../page-start.ts';
import { usePage } from '../parts/use-page.ts';
import { texts } from '../texts.ts';

const t = texts({
  title: { en: 'Which city is it about?', pl: 'O które miasto chodzi?', uk: 'Про яке місто йдеться?' },
  lead: {
    en: 'A broken lamp, a hole in the road: here people tell their city what is wrong, and see what becomes of it. Choose a city to report something, to follow a case by its number, or to see what others have reported.',
    pl: 'Zepsuta latarnia, dziura w jezdni: tutaj mieszkańcy mówią miastu, co jest nie tak, i widzą, co się z tym dzieje. Wybierz miasto, aby coś zgłosić, sprawdzić sprawę po numerze albo zobaczyć, co zgłosili inni.',
    uk: 'Зламаний ліхтар, яма на дорозі: тут мешканці повідомляють місту, що не так, і бачать, що з цим відбувається. Виберіть місто, щоб повідомити про щось, знайти справу за номером або побачити, про що повідомили інші.',
  },
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
        <>
          <p>{t.lead}</p>
          <ul>
            {start.cities.map(({ jurisdiction_id, name }) => (
              <li key={jurisdiction_id}>
                <a href={`/${jurisdiction_id}/`}>{name}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
