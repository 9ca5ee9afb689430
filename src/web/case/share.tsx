import { useState } from 'preact/hooks';
import { texts } from '../texts.ts';

const t = texts({
  title: { en: 'Share', pl: 'Udostępnij', uk: 'Поділитися' },
  copy: { en: 'Copy the address', pl: 'Kopiuj adres', uk: 'Копіювати адресу' },
  copied: { en: 'The address is copied.', pl: 'Adres został skopiowany.', uk: 'Адресу скопійовано.' },
  refused: {
    en: 'Your browser does not copy. This is the address:',
    pl: 'Przeglądarka nie pozwala kopiować. Oto adres:',
    uk: 'Браузер не дозволяє копіювати. Ось адреса:',
  },
  send: { en: 'Send to somebody', pl: 'Wyślij komuś', uk: 'Надіслати комусь' },
  print: { en: 'Print', pl: 'Drukuj', uk: 'Друкувати' },
});

/** The address of the case without anything behind it that is only about this reader. */
const here = () => `${location.origin}${location.pathname}`;

/** Ways to give the address of a case to others; on paper, the address itself. */
export function Share({ title }: { title: string }) {
  const [copied, setCopied] = useState<boolean>();

  async function copy() {
    // Browsers have it only where the connection is secure.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    setCopied(
      await (clipboard?.writeText(here()) ?? Promise.reject(new Error('none'))).then(
        () => true,
        () => false,
      ),
    );
  }

  return (
    <section aria-labelledby="share">
      <h2 id="share" class="not-on-paper">
        {t.title}
      </h2>
      <p class="only-on-paper">{here()}</p>
      <div class="buttons">
        <button type="button" class="button quiet" onClick={() => void copy()}>
          {t.copy}
        </button>
        {'share' in navigator && (
          // Whoever closes the choice again has done nothing wrong.
          <button
            type="button"
            class="button quiet"
            onClick={() => void navigator.share({ title, url: here() }).catch(() => {})}
          >
            {t.send}
          </button>
        )}
        <button type="button" class="button quiet" onClick={() => window.print()}>
          {t.print}
        </button>
      </div>
      <div role="status" class="not-on-paper">
        {copied === true && <p>{t.copied}</p>}
        {copied === false && (
          <p>
            {t.refused} <code>{here()}</code>
          </p>
        )}
      </div>
    </section>
  );
}
