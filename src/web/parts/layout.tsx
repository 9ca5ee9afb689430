import type { ComponentChildren } from 'preact';
import { LOCALES, start } from '../page-start.ts';
import type { Locale } from '../page-start.ts';
import { texts } from '../texts.ts';
import { isShown } from './pictures.ts';

const t = texts({
  skip: { en: 'Skip to the content', pl: 'Przejdź do treści', uk: 'Перейти до вмісту' },
  main: { en: 'Main', pl: 'Główne', uk: 'Головне' },
  report: { en: 'Report a case', pl: 'Zgłoś sprawę', uk: 'Повідомити про справу' },
  cases: { en: 'All cases', pl: 'Wszystkie sprawy', uk: 'Усі справи' },
  developers: {
    en: 'For developers',
    pl: 'Dla programistów (po angielsku)',
    uk: 'Для розробників (англійською)',
  },
  forDevelopers: { en: 'for developers', pl: 'dla programistów', uk: 'для розробників' },
  footer: { en: 'About these pages', pl: 'O tych stronach', uk: 'Про ці сторінки' },
  language: { en: 'Language', pl: 'Język', uk: 'Мова' },
  demonstration: {
    en: 'This is a demonstration: no city hall reads what you send here.',
    pl: 'To jest wersja pokazowa: żaden urząd nie czyta tego, co tu wyślesz.',
    uk: 'Це демонстрація: жодна міська рада не читає надісланого тут.',
  },
});

const NAMES: Record<Locale, string> = { en: 'English', pl: 'Polski', uk: 'Українська' };

/** The address of the same page in another language; the server remembers it in a cookie. */
function inLanguage(locale: Locale): string {
  const here = new URL(location.href);
  here.searchParams.set('locale', locale);
  return `${here.pathname}${here.search}`;
}

/** What stands around every page. */
export function Layout({ path, children }: { path: string; children: ComponentChildren }) {
  const { city } = start;
  const logo = city?.portal.logo_url ?? null;
  const home = city === null ? '/' : `/${city.jurisdiction_id}/`;
  const link = (href: string, text: string) => (
    <li>
      <a href={href} aria-current={path === href ? 'page' : undefined}>
        {text}
      </a>
    </li>
  );
  return (
    <>
      <a class="skip" href="#content">
        {t.skip}
      </a>
      <header class="header">
        <div class="inner">
          <a class="name" href={home}>
            {logo !== null && isShown(logo) && <img src={logo} alt="" />}
            {city?.portal.title ?? 'Signpost'}
          </a>
          {path.startsWith('/developers/') && <span>{t.forDevelopers}</span>}
          <nav aria-label={t.main}>
            <ul>
              {city !== null && link(`${home}report`, t.report)}
              {city !== null && link(`${home}cases`, t.cases)}
            </ul>
          </nav>
        </div>
      </header>
      <main class="page" id="content" tabIndex={-1}>
        {city?.demonstration === true && <p class="notice">{t.demonstration}</p>}
        {children}
      </main>
      <footer class="footer">
        <div class="inner">
          <nav aria-label={t.language}>
            <ul>
              {LOCALES.map((locale) => (
                <li key={locale}>
                  <a
                    href={inLanguage(locale)}
                    lang={locale}
                    hreflang={locale}
                    aria-current={locale === start.locale ? 'true' : undefined}
                    // The server answers in it; nothing of this page is left.
                    target="_self"
                  >
                    {NAMES[locale]}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <nav aria-label={t.footer}>
            <ul>
              <li>
                <a href="/developers/" hreflang="en">
                  {t.developers}
                </a>
              </li>
            </ul>
          </nav>
          {city !== null && city.contact !== '' && <p class="muted">{city.contact}</p>}
        </div>
      </footer>
    </>
  );
}
