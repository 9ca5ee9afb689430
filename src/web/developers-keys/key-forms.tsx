import type { Signpost } from '@signpost/sdk';
import { useState } from 'preact/hooks';
import { start } from '../page-start.ts';
import { Failure } from '../parts/failure.tsx';
import { ErrorSummary, Field } from '../parts/field.tsx';
import type { Mistake } from '../parts/field.tsx';
import { RadioChoice } from '../parts/radio-choice.tsx';
import { useSend } from '../parts/use-send.ts';
import { texts } from '../texts.ts';
import type { NewKey } from './account.ts';
import { CityField } from './city-field.tsx';

const t = texts({
  name: { en: 'Name of the key', pl: 'Nazwa klucza', uk: 'Назва ключа' },
  nameHint: {
    en: 'So that you find it again, such as the name of your program.',
    pl: 'Żeby łatwo go rozpoznać, na przykład nazwa programu.',
    uk: 'Щоб ви його впізнали, наприклад назва програми.',
  },
  noName: { en: 'Give the key a name.', pl: 'Nadaj kluczowi nazwę.', uk: 'Дайте ключу назву.' },
  noCity: { en: 'Choose a city.', pl: 'Wybierz miasto.', uk: 'Виберіть місто.' },
  first: { en: 'My first program', pl: 'Mój pierwszy program', uk: 'Моя перша програма' },
  make: { en: 'Make a sandbox key', pl: 'Utwórz klucz do piaskownicy', uk: 'Створити ключ до пісочниці' },
  where: {
    en: 'Where does your program run?',
    pl: 'Gdzie działa Twój program?',
    uk: 'Де працює ваша програма?',
  },
  server: {
    en: 'On a server: nobody else can read the key',
    pl: 'Na serwerze: nikt inny nie może odczytać klucza',
    uk: 'На сервері: ніхто інший не може прочитати ключ',
  },
  browser: {
    en: 'In the browsers of those who use it: everybody can read the key',
    pl: 'W przeglądarkach użytkowników: każdy może odczytać klucz',
    uk: 'У браузерах користувачів: кожен може прочитати ключ',
  },
  origins: { en: 'Addresses of your pages', pl: 'Adresy Twoich stron', uk: 'Адреси ваших сторінок' },
  originsHint: {
    en: 'One in each line, such as https://app.example.org. The key works there only.',
    pl: 'Po jednym w wierszu, na przykład https://app.example.org. Klucz działa tylko tam.',
    uk: 'По одній у рядку, наприклад https://app.example.org. Ключ діє лише там.',
  },
  noOrigins: {
    en: 'Enter at least one address, such as https://app.example.org.',
    pl: 'Podaj co najmniej jeden adres, na przykład https://app.example.org.',
    uk: 'Введіть принаймні одну адресу, наприклад https://app.example.org.',
  },
  purpose: { en: 'What is it for?', pl: 'Do czego ma służyć?', uk: 'Для чого він?' },
  purposeHint: {
    en: 'A few words for the person who decides: what your program does, and who uses it.',
    pl: 'Kilka słów dla osoby, która decyduje: co robi program i kto z niego korzysta.',
    uk: 'Кілька слів для того, хто вирішує: що робить програма і хто нею користується.',
  },
  noPurpose: {
    en: 'Say in a few words what the key is for.',
    pl: 'Napisz w kilku słowach, do czego ma służyć klucz.',
    uk: 'Напишіть кількома словами, для чого ключ.',
  },
  ask: { en: 'Ask for the key', pl: 'Poproś o klucz', uk: 'Попросити ключ' },
  asked: {
    en: 'Your request is there. You get an e-mail when it is decided.',
    pl: 'Prośba dotarła. Gdy zapadnie decyzja, dostaniesz e-mail.',
    uk: 'Запит надійшов. Коли його розглянуть, ви отримаєте листа.',
  },
});

const onlyCity = () => (start.cities.length === 1 ? (start.cities[0]?.jurisdiction_id ?? '') : '');

/** A key that is there at once. */
export function MakeSandboxKey({ client, made }: { client: Signpost; made: (key: NewKey) => void }) {
  const [city, setCity] = useState(onlyCity);
  const [name, setName] = useState(t.first);
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const { failure, sending, send } = useSend();
  const mistakeOf = (id: string) => mistakes.find((mistake) => mistake.id === id)?.message;

  function make(event: Event) {
    event.preventDefault();
    const label = name.trim();
    const found = [
      ...(city === '' ? [{ id: 'test-city', message: t.noCity }] : []),
      ...(label === '' ? [{ id: 'test-name', message: t.noName }] : []),
    ];
    setMistakes(found);
    if (found.length > 0) return;
    send(async () => {
      const answer = await client.keys.create({ kind: 'test', jurisdiction_id: city, label });
      if ('key' in answer) made(answer);
    });
  }
  return (
    <form onSubmit={make} noValidate>
      <ErrorSummary mistakes={mistakes} />
      {failure !== undefined && <Failure error={failure} />}
      <CityField id="test-city" value={city} chosen={setCity} mistake={mistakeOf('test-city')} />
      <NameField id="test-name" value={name} mistake={mistakeOf('test-name')} typed={setName} />
      <p>
        <button class="button" aria-disabled={sending}>
          {t.make}
        </button>
      </p>
    </form>
  );
}

/** A key that somebody decides about first. */
export function AskForLiveKey({ client, asked }: { client: Signpost; asked: () => void }) {
  const [city, setCity] = useState(onlyCity);
  const [kind, setKind] = useState<'live' | 'publishable'>('live');
  const [name, setName] = useState('');
  const [origins, setOrigins] = useState('');
  const [purpose, setPurpose] = useState('');
  const [mistakes, setMistakes] = useState<Mistake[]>([]);
  const [done, setDone] = useState(false);
  const { failure, sending, send } = useSend();
  const mistakeOf = (id: string) => mistakes.find((mistake) => mistake.id === id)?.message;

  function ask(event: Event) {
    event.preventDefault();
    const lines = kind === 'live' ? [] : origins.split(/\s+/).filter((line) => line !== '');
    const found = [
      ...(city === '' ? [{ id: 'live-city', message: t.noCity }] : []),
      ...(name.trim() === '' ? [{ id: 'live-name', message: t.noName }] : []),
      ...(kind === 'publishable' && lines.length === 0 ? [{ id: 'origins', message: t.noOrigins }] : []),
      ...(purpose.trim() === '' ? [{ id: 'purpose', message: t.noPurpose }] : []),
    ];
    setMistakes(found);
    setDone(false);
    if (found.length > 0) return;
    send(async () => {
      const wish = { kind, jurisdiction_id: city, label: name.trim(), purpose: purpose.trim() };
      await client.keys.create(kind === 'live' ? wish : { ...wish, origins: lines });
      setName('');
      setPurpose('');
      setOrigins('');
      setDone(true);
      asked();
    });
  }
  const choice = (value: 'live' | 'publishable', text: string) => (
    <RadioChoice
      id={`kind-${value}`}
      name="kind"
      label={text}
      checked={kind === value}
      choose={() => setKind(value)}
    />
  );
  return (
    <form onSubmit={ask} noValidate>
      <ErrorSummary mistakes={mistakes} />
      {failure !== undefined && <Failure error={failure} />}
      <p role="status">{done ? t.asked : ''}</p>
      <CityField id="live-city" value={city} chosen={setCity} mistake={mistakeOf('live-city')} />
      <fieldset>
        <legend>{t.where}</legend>
        {choice('live', t.server)}
        {choice('publishable', t.browser)}
      </fieldset>
      <NameField id="live-name" value={name} mistake={mistakeOf('live-name')} typed={setName} />
      {kind === 'publishable' && (
        <Field id="origins" label={t.origins} hint={t.originsHint} mistake={mistakeOf('origins')}>
          {(control) => (
            <textarea
              {...control}
              spellcheck={false}
              value={origins}
              onInput={(event) => setOrigins(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      <Field id="purpose" label={t.purpose} hint={t.purposeHint} mistake={mistakeOf('purpose')}>
        {(control) => (
          <textarea
            {...control}
            maxLength={2000}
            value={purpose}
            onInput={(event) => setPurpose(event.currentTarget.value)}
          />
        )}
      </Field>
      <p>
        <button class="button" aria-disabled={sending}>
          {t.ask}
        </button>
      </p>
    </form>
  );
}

function NameField(props: {
  id: string;
  value: string;
  mistake: string | undefined;
  typed: (name: string) => void;
}) {
  const { id, value, mistake, typed } = props;
  return (
    <Field id={id} label={t.name} hint={t.nameHint} mistake={mistake}>
      {(control) => (
        <input
          {...control}
          type="text"
          maxLength={200}
          value={value}
          onInput={(event) => typed(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
