import { useState } from 'preact/hooks';
import type { Mistake } from '../parts/field.tsx';
import { plural, texts } from '../texts.ts';
import { useDraft } from './draft.ts';
import { findServices, groupsOf } from './find-services.ts';
import type { StepProps } from './step.ts';
import { StepPage } from './step-page.tsx';

const t = texts({
  title: { en: 'What is wrong?', pl: 'Co jest nie tak?', uk: 'Що не так?' },
  search: { en: 'Search by words', pl: 'Szukaj słowami', uk: 'Пошук за словами' },
  searchHint: {
    en: 'For example: lamp, hole, waste. Or choose from the list below.',
    pl: 'Na przykład: latarnia, dziura, śmieci. Możesz też wybrać z listy poniżej.',
    uk: 'Наприклад: ліхтар, яма, сміття. Або виберіть зі списку нижче.',
  },
  found: {
    en: (count: number) => plural(count, { one: `${count} kind of case`, other: `${count} kinds of cases` }),
    pl: (count: number) =>
      plural(count, {
        one: `${count} rodzaj sprawy`,
        few: `${count} rodzaje spraw`,
        many: `${count} rodzajów spraw`,
        other: `${count} rodzaju sprawy`,
      }),
    uk: (count: number) =>
      plural(count, {
        one: `${count} вид справ`,
        few: `${count} види справ`,
        many: `${count} видів справ`,
        other: `${count} виду справ`,
      }),
  },
  nothing: {
    en: 'Nothing fits these words. Try others, or clear the search to see all.',
    pl: 'Nic nie pasuje do tych słów. Spróbuj innych albo wyczyść pole, aby zobaczyć wszystko.',
    uk: 'Нічого не відповідає цим словам. Спробуйте інші або очистьте поле, щоб побачити все.',
  },
  more: { en: 'Other', pl: 'Inne', uk: 'Інше' },
  gone: {
    en: 'The kind of case that you chose is not offered any more. Choose another one.',
    pl: 'Wybrany rodzaj sprawy nie jest już dostępny. Wybierz inny.',
    uk: 'Вибраний вид справ більше не доступний. Виберіть інший.',
  },
  choose: {
    en: 'Choose what it is about.',
    pl: 'Wybierz, czego dotyczy sprawa.',
    uk: 'Виберіть, чого стосується справа.',
  },
});

/** Which service it is for, found by words or among the groups. */
export function ServiceStep({ services, refused, go }: StepProps) {
  const { draft, change } = useDraft();
  const [typed, setTyped] = useState('');
  const chosen = services.find(({ service_code }) => service_code === draft.service_code);
  const [mistakes, setMistakes] = useState<readonly Mistake[]>(
    draft.service_code !== undefined && chosen === undefined ? [{ id: 'search', message: t.gone }] : refused,
  );
  const found = findServices(services, typed);
  const first = `service-${found[0]?.service_code ?? ''}`;

  function next() {
    if (chosen !== undefined) go('place');
    else setMistakes([{ id: found.length === 0 ? 'search' : first, message: t.choose }]);
  }

  return (
    <StepPage title={t.title} mistakes={mistakes} onNext={next}>
      <div class="field">
        <label for="search">{t.search}</label>
        <p class="hint" id="search-hint">
          {t.searchHint}
        </p>
        <input
          id="search"
          type="search"
          autocomplete="off"
          aria-describedby="search-hint"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Enter in the search looks for words; it does not send the form on.
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
        <p role="status" class="muted">
          {typed.trim() === '' ? '' : found.length === 0 ? t.nothing : t.found(found.length)}
        </p>
      </div>
      {groupsOf(found).map(([group, members]) => (
        <fieldset key={group ?? ''}>
          <legend>
            <h2 class="group">{group ?? t.more}</h2>
          </legend>
          {members.map(({ service_code, service_name, description }) => (
            <div class="choice" key={service_code}>
              <input
                type="radio"
                name="service"
                id={`service-${service_code}`}
                checked={draft.service_code === service_code}
                aria-describedby={description === null ? undefined : `service-${service_code}-hint`}
                onChange={() => {
                  setMistakes([]);
                  // Answers belong to the questions of one service.
                  void change({
                    service_code,
                    answers: chosen?.service_code === service_code ? draft.answers : {},
                  });
                }}
              />
              <div>
                <label for={`service-${service_code}`}>{service_name}</label>
                {description !== null && (
                  <p class="hint" id={`service-${service_code}-hint`}>
                    {description}
                  </p>
                )}
              </div>
            </div>
          ))}
        </fieldset>
      ))}
    </StepPage>
  );
}
