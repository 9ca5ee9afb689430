import { useEffect, useState } from 'preact/hooks';
import { api } from '../api.ts';
import { Field } from '../parts/field.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { groupsOf } from '../report/find-services.ts';
import { texts, writeNumber } from '../texts.ts';
import { addressOf, RADII, readFilters, USUAL_RADIUS } from './filters.ts';
import type { Filters } from './filters.ts';

const t = texts({
  legend: { en: 'Which cases?', pl: 'Które sprawy?', uk: 'Які справи?' },
  words: { en: 'Words or number', pl: 'Słowa lub numer', uk: 'Слова або номер' },
  status: { en: 'Status', pl: 'Stan', uk: 'Стан' },
  any: { en: 'Open and closed', pl: 'Otwarte i zamknięte', uk: 'Відкриті та закриті' },
  open: { en: 'Open', pl: 'Otwarte', uk: 'Відкриті' },
  closed: { en: 'Closed', pl: 'Zamknięte', uk: 'Закриті' },
  service: { en: 'What it is about', pl: 'Czego dotyczy', uk: 'Чого стосується' },
  everything: { en: 'Everything', pl: 'Wszystko', uk: 'Усе' },
  wholeGroup: {
    en: (group: string) => `${group}: everything`,
    pl: (group: string) => `${group}: wszystko`,
    uk: (group: string) => `${group}: усе`,
  },
  more: { en: 'Other', pl: 'Inne', uk: 'Інше' },
  since: { en: 'Reported from this day on', pl: 'Zgłoszone od dnia', uk: 'Повідомлені від дня' },
  place: { en: 'Near this address', pl: 'W pobliżu adresu', uk: 'Поблизу адреси' },
  radius: { en: 'How far around it', pl: 'W jakim promieniu', uk: 'У якому радіусі' },
  metres: {
    en: (metres: number) => `${writeNumber(metres)} metres`,
    pl: (metres: number) => `${writeNumber(metres)} m`,
    uk: (metres: number) => `${writeNumber(metres)} м`,
  },
  show: { en: 'Show these cases', pl: 'Pokaż te sprawy', uk: 'Показати ці справи' },
  clear: { en: 'Show all', pl: 'Pokaż wszystkie', uk: 'Показати всі' },
});

/** So long after the last letter the directory of places is asked. */
const TYPING_MS = 300;

/** What is to be seen, as a plain form: what it says stands in the address of the page. */
export function FilterForm(props: {
  filters: Filters;
  /** What is wrong with the place. */
  placeMistake: string | undefined;
  onChoose: (filters: Filters) => void;
}) {
  const { filters, placeMistake, onChoose } = props;
  const [typed, setTyped] = useState(filters);
  // Back and forward change what the form says, too.
  useEffect(() => setTyped(filters), [addressOf(filters)]);
  const change = (name: keyof Filters) => (event: { currentTarget: { value: string } }) =>
    setTyped((before) => ({ ...before, [name]: event.currentTarget.value }));
  const services = useAnswer('services', (signal) => api.services.list({}, { signal }));
  const listed = services.value ?? [];
  const known = [
    ...listed.map((one) => one.service_code),
    ...groupsOf(listed).map(([, members]) => codesOf(members)),
  ];
  const chosen = typed.service_code ?? '';

  const [asked, setAsked] = useState<string>();
  useEffect(() => {
    const wanted = typed.place?.trim() ?? '';
    if (wanted.length < 3 || wanted === filters.place) return undefined;
    const timer = setTimeout(() => setAsked(wanted), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed.place]);
  const places = useAnswer(asked, (signal) => api.places.list({ q: asked ?? '' }, { signal, retries: 0 }));

  function submit(event: Event) {
    event.preventDefault();
    const query = { ...typed, radius: String(typed.radius ?? ''), cursor: undefined };
    onChoose(readFilters(query));
  }

  return (
    <form
      class="filters"
      method="get"
      action={addressOf({})}
      onSubmit={submit}
      role="search"
      aria-label={t.legend}
      noValidate
    >
      <Field id="q" label={t.words}>
        {(control) => (
          <input
            {...control}
            name="q"
            type="search"
            maxLength={200}
            value={typed.q ?? ''}
            onInput={change('q')}
          />
        )}
      </Field>
      <Field id="status" label={t.status}>
        {(control) => (
          <select {...control} name="status" value={typed.status ?? ''} onChange={change('status')}>
            <option value="">{t.any}</option>
            <option value="open">{t.open}</option>
            <option value="closed">{t.closed}</option>
          </select>
        )}
      </Field>
      <Field id="service_code" label={t.service}>
        {(control) => (
          <select {...control} name="service_code" value={chosen} onChange={change('service_code')}>
            <option value="">{t.everything}</option>
            {groupsOf(listed).map(([group, members]) => (
              <optgroup key={group ?? ''} label={group ?? t.more}>
                {members.length > 1 && group !== null && (
                  <option value={codesOf(members)}>{t.wholeGroup(group)}</option>
                )}
                {members.map(({ service_code, service_name }) => (
                  <option key={service_code} value={service_code}>
                    {service_name}
                  </option>
                ))}
              </optgroup>
            ))}
            {/* What the address says and no group has is still what is asked for. */}
            {chosen !== '' && !known.includes(chosen) && <option value={chosen}>{chosen}</option>}
          </select>
        )}
      </Field>
      <Field id="place" label={t.place} mistake={placeMistake}>
        {(control) => (
          <>
            <input
              {...control}
              name="place"
              type="text"
              list="places"
              autocomplete="off"
              maxLength={200}
              value={typed.place ?? ''}
              onInput={change('place')}
            />
            <datalist id="places">
              {(places.value ?? []).map(({ name, area_name, lat, long }) => (
                <option key={`${name} ${lat} ${long}`} value={name}>
                  {area_name ?? ''}
                </option>
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field id="radius" label={t.radius}>
        {(control) => (
          <select
            {...control}
            name="radius"
            value={String(typed.radius ?? USUAL_RADIUS)}
            onChange={change('radius')}
          >
            {RADII.map((metres) => (
              <option key={metres} value={String(metres)}>
                {t.metres(metres)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field id="start_date" label={t.since}>
        {(control) => (
          <input
            {...control}
            name="start_date"
            type="date"
            value={typed.start_date ?? ''}
            onChange={change('start_date')}
          />
        )}
      </Field>
      <div class="buttons">
        <button class="button">{t.show}</button>
        <a href={addressOf({})}>{t.clear}</a>
      </div>
    </form>
  );
}

const codesOf = (members: readonly { service_code: string }[]) =>
  members.map(({ service_code }) => service_code).join(',');
