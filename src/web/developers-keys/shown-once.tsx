import { useEffect, useRef, useState } from 'preact/hooks';
import { copyText } from '../developers/copy-text.ts';
import { texts } from '../texts.ts';
import type { NewKey } from './account.ts';

const t = texts({
  title: { en: 'Your new key', pl: 'Twój nowy klucz', uk: 'Ваш новий ключ' },
  once: {
    en: 'It is shown only now. Copy it and keep it like a password.',
    pl: 'Pokazujemy go tylko teraz. Skopiuj go i chroń jak hasło.',
    uk: 'Його показано лише зараз. Скопіюйте його й зберігайте як пароль.',
  },
  publishable: {
    en: 'It is shown only now. It may stand in your pages: it works on their addresses only.',
    pl: 'Pokazujemy go tylko teraz. Może stać w Twoich stronach: działa tylko pod ich adresami.',
    uk: 'Його показано лише зараз. Він може бути на ваших сторінках: він діє лише за їхніми адресами.',
  },
  kept: {
    en: 'This browser remembers it for the examples of the quickstart.',
    pl: 'Ta przeglądarka zapamiętała go do przykładów we wprowadzeniu.',
    uk: 'Цей браузер запам’ятав його для прикладів у вступі.',
  },
  quickstart: { en: 'Go to the quickstart', pl: 'Przejdź do wprowadzenia', uk: 'Перейти до вступу' },
  copy: { en: 'Copy the key', pl: 'Skopiuj klucz', uk: 'Скопіювати ключ' },
  copied: { en: 'Copied.', pl: 'Skopiowano.', uk: 'Скопійовано.' },
  selected: {
    en: 'It is selected: now copy it by keyboard.',
    pl: 'Jest zaznaczony: skopiuj go teraz z klawiatury.',
    uk: 'Його виділено: скопіюйте його з клавіатури.',
  },
});

/** A key that was just made, with its text. */
export function ShownOnce({ made }: { made: NewKey }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const text = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    setSaid('');
    heading.current?.focus();
  }, [made.key]);
  const copy = async () => {
    if (text.current !== null) setSaid((await copyText(made.key, text.current)) ? t.copied : t.selected);
  };
  return (
    <section class="shown-once" aria-labelledby="shown-once">
      <h2 id="shown-once" ref={heading} tabIndex={-1}>
        {t.title}
      </h2>
      <p>{made.kind === 'publishable' ? t.publishable : t.once}</p>
      <p class="key">
        <code ref={text}>{made.key}</code>
      </p>
      <p class="buttons">
        <button type="button" class="button" onClick={() => void copy()}>
          {t.copy}
        </button>
        <span role="status">{said}</span>
      </p>
      {made.kind === 'test' && (
        <p>
          {t.kept} <a href="/developers/quickstart">{t.quickstart}</a>
        </p>
      )}
    </section>
  );
}
