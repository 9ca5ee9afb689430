import { start } from '../page-start.ts';
import { usePage } from '../parts/use-page.ts';
import { texts } from '../texts.ts';

const t = texts({
  title: { en: 'This page is not here', pl: 'Nie ma tu takiej strony', uk: 'Тут немає такої сторінки' },
  typed: {
    en: 'If you typed the address, look whether it is right.',
    pl: 'Jeśli adres został wpisany ręcznie, sprawdź, czy jest poprawny.',
    uk: 'Якщо ви ввели адресу вручну, перевірте її.',
  },
  begin: { en: 'Go to the first page', pl: 'Przejdź do pierwszej strony', uk: 'Перейти на першу сторінку' },
});

export function NotFound() {
  const heading = usePage(t.title);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {t.title}
      </h1>
      <p>{t.typed}</p>
      <p>
        <a href={start.city === null ? '/' : `/${start.city.jurisdiction_id}/`}>{t.begin}</a>
      </p>
    </>
  );
}
