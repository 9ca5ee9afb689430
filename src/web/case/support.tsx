import { useState } from 'preact/hooks';
import { api } from '../api.ts';
import { start } from '../page-start.ts';
import { accountOfBrowser } from '../parts/account-of-browser.ts';
import { wordsOf } from '../parts/failure.tsx';
import { plural, texts, writeNumber } from '../texts.ts';

const t = texts({
  title: { en: 'Do you see it too?', pl: 'Też to widzisz?', uk: 'Ви теж це бачите?' },
  nobody: {
    en: 'Nobody else has said so yet.',
    pl: 'Nikt inny jeszcze tego nie potwierdził.',
    uk: 'Ніхто інший ще цього не підтвердив.',
  },
  others: {
    en: (count: number) =>
      plural(count, {
        one: `${writeNumber(count)} person has said: I see it too.`,
        other: `${writeNumber(count)} people have said: I see it too.`,
      }),
    pl: (count: number) =>
      plural(count, {
        one: `${writeNumber(count)} osoba potwierdziła: też to widzę.`,
        few: `${writeNumber(count)} osoby potwierdziły: też to widzę.`,
        many: `${writeNumber(count)} osób potwierdziło: też to widzę.`,
        other: `${writeNumber(count)} osoby potwierdziło: też to widzę.`,
      }),
    uk: (count: number) =>
      plural(count, {
        one: `${writeNumber(count)} людина підтвердила: теж це бачу.`,
        few: `${writeNumber(count)} людини підтвердили: теж це бачу.`,
        many: `${writeNumber(count)} людей підтвердили: теж це бачу.`,
        other: `${writeNumber(count)} людини підтвердили: теж це бачу.`,
      }),
  },
  too: { en: 'I see it too', pl: 'Też to widzę', uk: 'Я теж це бачу' },
  counted: {
    en: 'Thank you: the city knows now that you see it too.',
    pl: 'Dziękujemy: miasto wie już, że też to widzisz.',
    uk: 'Дякуємо: місто вже знає, що ви теж це бачите.',
  },
});

/** How many see it too, and a way to say so. */
export function Support(props: { number: string; isOpen: boolean; supporters: number; changed: () => void }) {
  const [sent, setSent] = useState<{ problem?: string }>();
  const [sending, setSending] = useState(false);

  async function support() {
    if (sending) return;
    setSending(true);
    try {
      await api.supporters.create({ service_request_id: props.number, account_id: accountOfBrowser() });
      setSent({});
      props.changed();
    } catch (error) {
      setSent({ problem: wordsOf(error) });
    }
    setSending(false);
  }

  return (
    <section aria-labelledby="support">
      <h2 id="support" class="not-on-paper">
        {t.title}
      </h2>
      <p>{props.supporters === 0 ? t.nobody : t.others(props.supporters)}</p>
      <div role="status">
        {sent !== undefined && (
          <p class={sent.problem === undefined ? undefined : 'field-error'}>{sent.problem ?? t.counted}</p>
        )}
      </div>
      {props.isOpen && start.api_key !== null && (sent === undefined || sent.problem !== undefined) && (
        <p class="not-on-paper">
          <button type="button" class="button quiet" aria-disabled={sending} onClick={() => void support()}>
            {t.too}
          </button>
        </p>
      )}
    </section>
  );
}
