import { lazy, Suspense } from 'preact/compat';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../api.ts';
import { Field } from '../parts/field.tsx';
import type { Mistake } from '../parts/field.tsx';
import { partOrWords } from '../parts/missing.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { plural, texts } from '../texts.ts';
import { useDraft } from './draft.ts';
import type { Place } from './draft.ts';
import type { StepProps } from './step.ts';
import { StepPage } from './step-page.tsx';
import { useArea } from './use-area.ts';
import { words } from './words.ts';

// The map is the heaviest part, and the place can be said without it.
const PlaceMap = lazy(() => partOrWords(import('./place-map.tsx').then((page) => page.PlaceMap)));

const t = texts({
  title: { en: 'Where is it?', pl: 'Gdzie to jest?', uk: 'Де це?' },
  lead: {
    en: 'Say it in one of three ways: type the address, use your position, or point at it on the map.',
    pl: 'Można to wskazać na trzy sposoby: wpisać adres, użyć swojego położenia albo zaznaczyć na mapie.',
    uk: 'Це можна вказати трьома способами: ввести адресу, скористатися своїм розташуванням або позначити на мапі.',
  },
  address: {
    en: 'Address or description of the place',
    pl: 'Adres lub opis miejsca',
    uk: 'Адреса або опис місця',
  },
  addressHint: {
    en: 'Street and number, or words such as “bus stop at the market square”.',
    pl: 'Ulica i numer albo słowa, na przykład „przystanek przy rynku”.',
    uk: 'Вулиця і номер або слова, наприклад «зупинка біля площі Ринок».',
  },
  found: {
    en: (count: number) => plural(count, { one: `${count} place found:`, other: `${count} places found:` }),
    pl: (count: number) =>
      plural(count, {
        one: `Znaleziono ${count} miejsce:`,
        few: `Znaleziono ${count} miejsca:`,
        many: `Znaleziono ${count} miejsc:`,
        other: `Znaleziono ${count} miejsca:`,
      }),
    uk: (count: number) =>
      plural(count, {
        one: `Знайдено ${count} місце:`,
        few: `Знайдено ${count} місця:`,
        many: `Знайдено ${count} місць:`,
        other: `Знайдено ${count} місця:`,
      }),
  },
  unsearched: {
    en: 'Places cannot be looked up without a connection. Your own words are enough: continue.',
    pl: 'Bez połączenia nie można wyszukać miejsc. Wystarczą Twoje słowa: przejdź dalej.',
    uk: 'Без з’єднання неможливо шукати місця. Ваших слів достатньо: продовжуйте.',
  },
  position: { en: 'Use my position', pl: 'Użyj mojego położenia', uk: 'Використати моє розташування' },
  looking: { en: 'Looking where you are …', pl: 'Ustalanie położenia …', uk: 'Визначення розташування …' },
  refused: {
    en: 'Your browser does not tell these pages where you are. Type the address or point at the map.',
    pl: 'Przeglądarka nie podaje tym stronom położenia. Wpisz adres albo wskaż miejsce na mapie.',
    uk: 'Браузер не повідомляє цим сторінкам ваше розташування. Введіть адресу або вкажіть місце на мапі.',
  },
  lost: {
    en: 'Your position could not be found. Try again under the open sky, type the address, or point at the map.',
    pl: 'Nie udało się ustalić położenia. Spróbuj ponownie pod gołym niebem, wpisz adres albo wskaż miejsce na mapie.',
    uk: 'Не вдалося визначити розташування. Спробуйте ще раз просто неба, введіть адресу або вкажіть місце на мапі.',
  },
  chosen: { en: 'A place is chosen.', pl: 'Miejsce jest wybrane.', uk: 'Місце вибрано.' },
  chosenIn: {
    en: (area: string) => `A place in ${area} is chosen.`,
    pl: (area: string) => `Wybrane miejsce: ${area}.`,
    uk: (area: string) => `Вибране місце: ${area}.`,
  },
  onlyStreet: {
    en: 'The city’s directory does not have this number: the point is that of the street. Move it by choosing the place on the map.',
    pl: 'W spisie miasta nie ma tego numeru: punkt oznacza ulicę. Możesz go przesunąć, wskazując miejsce na mapie.',
    uk: 'У довіднику міста немає цього номера: точка позначає вулицю. Її можна пересунути, вказавши місце на мапі.',
  },
  outside: {
    en: 'This place is outside of the city, which cannot do anything there. Choose another one.',
    pl: 'To miejsce leży poza miastem, które nic tam nie może zrobić. Wybierz inne.',
    uk: 'Це місце за межами міста, і місто нічого не може там зробити. Виберіть інше.',
  },
  missing: {
    en: 'Say where it is: an address, or a place on the map.',
    pl: 'Powiedz, gdzie to jest: podaj adres albo miejsce na mapie.',
    uk: 'Скажіть, де це: вкажіть адресу або місце на мапі.',
  },
});

/** So long after the last letter the directory of places is asked. */
const TYPING_MS = 300;
/** A phone that does not know where it is by then will not soon. */
const POSITION_MS = 15_000;

/** Where it is: by address, by the phone's position, or on a map. */
export function PlaceStep({ refused, go }: StepProps) {
  const { draft, change } = useDraft();
  const { place } = draft;
  const [mistakes, setMistakes] = useState<readonly Mistake[]>(refused);
  const [typed, setTyped] = useState<string>();
  const settled = useSettled(typed);
  const [position, setPosition] = useState<'idle' | 'looking' | 'refused' | 'lost'>('idle');
  const asked = settled !== undefined && settled.trim().length >= 3 ? settled.trim() : undefined;
  const places = useAnswer(asked, (signal) => api.places.list({ q: asked ?? '' }, { signal, retries: 0 }));
  // Those for earlier words are none for these.
  const isOfTheseWords = places.state === 'there' && asked === typed?.trim();
  const found = (isOfTheseWords && places.value) || [];
  const { outside, area } = useArea(place);

  // A position that comes when another place has been chosen, or on a later page, comes too late.
  const search = useRef(0);
  useEffect(() => () => void (search.current += 1), []);

  function choose(chosen: Place, name?: string) {
    search.current += 1;
    setPosition('idle');
    setMistakes([]);
    const chosenPlace = { ...chosen, lat: round(chosen.lat), long: round(chosen.long) };
    void change(({ address }) => ({ place: chosenPlace, address: name ?? address }));
  }

  function locate() {
    if (position === 'looking') return;
    const own = (search.current += 1);
    setPosition('looking');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        if (own === search.current)
          choose({ lat: coords.latitude, long: coords.longitude, from: 'position' });
      },
      ({ code, PERMISSION_DENIED }) => {
        if (own === search.current) setPosition(code === PERMISSION_DENIED ? 'refused' : 'lost');
      },
      { enableHighAccuracy: true, timeout: POSITION_MS, maximumAge: 60_000 },
    );
  }

  function next() {
    if (place === undefined && draft.address.trim() === '')
      setMistakes([{ id: 'address', message: t.missing }]);
    else if (outside) setMistakes([{ id: 'address', message: t.outside }]);
    else go('details');
  }

  return (
    <StepPage title={t.title} mistakes={mistakes} onNext={next} onBack={() => go('service')}>
      <p>{t.lead}</p>
      <Field id="address" label={t.address} hint={t.addressHint} mistake={mistakes[0]?.message}>
        {(control) => (
          <input
            {...control}
            type="text"
            autocomplete="street-address"
            maxLength={1000}
            value={draft.address}
            onInput={(event) => {
              const address = event.currentTarget.value;
              setTyped(address);
              // The point belonged to the address that was there before.
              void change(({ place: before }) => ({
                address,
                place: before?.from === 'address' || before?.from === 'street' ? undefined : before,
              }));
            }}
          />
        )}
      </Field>
      <div role="status">
        {found.length > 0 && <p class="muted">{t.found(found.length)}</p>}
        {asked !== undefined && places.state === 'failed' && <p class="muted">{t.unsearched}</p>}
      </div>
      {found.length > 0 && (
        <ul class="places">
          {found.map(({ name, area_name, lat, long, address_string }) => (
            <li key={`${name} ${lat} ${long}`}>
              <button
                type="button"
                class="button quiet"
                onClick={() => {
                  const from = address_string === undefined ? 'address' : 'street';
                  choose({ lat, long, from }, address_string ?? name);
                  setTyped(undefined);
                  // The list that had the focus is gone.
                  document.getElementById('address')?.focus();
                }}
              >
                {name}
                {area_name !== null && <span class="muted"> · {area_name}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
      {'geolocation' in navigator && (
        <p>
          <button type="button" class="button quiet" onClick={locate} aria-disabled={position === 'looking'}>
            {t.position}
          </button>
        </p>
      )}
      <p role="status">
        {position === 'looking'
          ? t.looking
          : position === 'refused'
            ? t.refused
            : position === 'lost'
              ? t.lost
              : place === undefined
                ? ''
                : outside
                  ? t.outside
                  : area === undefined
                    ? t.chosen
                    : t.chosenIn(area)}
        {place?.from === 'street' && ` ${t.onlyStreet}`}
      </p>
      <Suspense fallback={<p>{words.loading}</p>}>
        <PlaceMap place={place} onChoose={(lat, long) => choose({ lat, long, from: 'map' })} />
      </Suspense>
    </StepPage>
  );
}

/** What somebody has typed, once no letter has followed for a moment. */
function useSettled(typed: string | undefined): string | undefined {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), typed === undefined ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return typed === undefined ? undefined : settled;
}

/** About a decimetre: more would only look exact. */
const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
