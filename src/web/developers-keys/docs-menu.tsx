import { Fragment } from 'preact';
import { DOCS, KEYS } from '../build/doc-list.ts';
import { texts } from '../texts.ts';

const t = texts({
  docs: { en: 'Documentation', pl: 'Dokumentacja (po angielsku)', uk: 'Документація (англійською)' },
  keys: { en: KEYS.label, pl: 'Twoje klucze', uk: 'Ваші ключі' },
});

/** The same way around as on the pages of the documentation, which are in English. */
export function DocsMenu() {
  return (
    <nav class="contents" aria-label={t.docs}>
      <ul>
        {DOCS.map(({ path, label }) => (
          <Fragment key={path}>
            <li>
              <a href={`/developers/${path}`} lang="en" hreflang="en">
                {label}
              </a>
            </li>
            {path === 'quickstart' && (
              <li>
                <a href={`/developers/${KEYS.path}`} aria-current="page">
                  {t.keys}
                </a>
              </li>
            )}
          </Fragment>
        ))}
      </ul>
    </nav>
  );
}
