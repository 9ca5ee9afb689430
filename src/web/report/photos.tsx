import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { texts } from '../texts.ts';
import { useDraft } from './draft.ts';
import type { Photo } from './draft.ts';
import { preparePhoto, UnreadablePhoto } from './prepare-photo.ts';
import { randomId } from '../parts/random-id.ts';
import { words } from './words.ts';

const t = texts({
  title: { en: 'Photos', pl: 'Zdjęcia', uk: 'Фотографії' },
  hint: {
    en: 'Up to five. Where and with what they were taken is removed. Leave out faces and car plates.',
    pl: 'Najwyżej pięć. Informacje o miejscu i aparacie są usuwane. Unikaj twarzy i tablic rejestracyjnych.',
    uk: 'Не більше п’яти. Дані про місце зйомки та камеру видаляються. Уникайте облич і номерних знаків.',
  },
  error: { en: 'Error: ', pl: 'Błąd: ', uk: 'Помилка: ' },
  add: { en: 'Add photos', pl: 'Dodaj zdjęcia', uk: 'Додати фотографії' },
  preparing: {
    en: (name: string) => `Preparing ${name} …`,
    pl: (name: string) => `Przygotowywanie: ${name} …`,
    uk: (name: string) => `Підготовка: ${name} …`,
  },
  remove: {
    en: (name: string) => `Remove ${name}`,
    pl: (name: string) => `Usuń: ${name}`,
    uk: (name: string) => `Видалити: ${name}`,
  },
  added: {
    en: (count: number) => `Photos: ${count}`,
    pl: (count: number) => `Zdjęcia: ${count}`,
    uk: (count: number) => `Фотографії: ${count}`,
  },
  too_large: {
    en: (name: string) => `${name} is too large for this device. Take a smaller picture.`,
    pl: (name: string) => `${name}: plik jest za duży dla tego urządzenia. Zrób mniejsze zdjęcie.`,
    uk: (name: string) => `${name}: файл завеликий для цього пристрою. Зробіть меншу фотографію.`,
  },
  heic: {
    en: (name: string) =>
      `${name} is in Apple’s HEIC format, which this browser cannot read. Save it as JPEG, or take it with “Most compatible” in the camera’s settings.`,
    pl: (name: string) =>
      `${name} jest w formacie HEIC firmy Apple, którego ta przeglądarka nie odczyta. Zapisz zdjęcie jako JPEG albo zrób je z ustawieniem aparatu „Najbardziej zgodne”.`,
    uk: (name: string) =>
      `${name} у форматі Apple HEIC, який цей браузер не читає. Збережіть як JPEG або зробіть знімок із налаштуванням камери «Найбільша сумісність».`,
  },
  no_picture: {
    en: (name: string) => `${name} is no picture that this browser can read. Use JPEG, PNG or WebP.`,
    pl: (name: string) =>
      `${name} nie jest zdjęciem, które ta przeglądarka odczyta. Użyj JPEG, PNG lub WebP.`,
    uk: (name: string) =>
      `${name} не є зображенням, яке може прочитати цей браузер. Скористайтеся JPEG, PNG або WebP.`,
  },
  many: {
    en: 'Five photos are enough: the others were left out.',
    pl: 'Pięć zdjęć wystarczy: pozostałe pominięto.',
    uk: 'П’яти фотографій достатньо: решту пропущено.',
  },
});

/** More would show nothing new, and take long over a slow line. */
const MOST_PHOTOS = 5;

/** Named so that phones hand over a JPEG instead of their own format. */
const TAKEN = 'image/jpeg,image/png,image/webp';

/** Pictures with a preview. What cannot be taken is said by name, and the others stay. */
export function Photos({
  onBusy,
  mistake,
}: {
  onBusy: (busy: boolean) => void;
  mistake: string | undefined;
}) {
  const { draft, change } = useDraft();
  const input = useRef<HTMLInputElement>(null);
  const [preparing, setPreparing] = useState<string>();
  const [refused, setRefused] = useState<string[]>([]);

  async function add(files: readonly File[]) {
    const free = MOST_PHOTOS - draft.photos.length;
    const problems = files.length > free ? [t.many] : [];
    setRefused([]);
    onBusy(true);
    // One after the other: a phone has memory for one.
    for (const file of files.slice(0, free)) {
      setPreparing(file.name);
      try {
        const photo = { id: randomId(), name: file.name, file: await preparePhoto(file) };
        // Others may have been removed meanwhile.
        void change(({ photos }) => ({ photos: [...photos, photo] }));
      } catch (error) {
        problems.push(t[error instanceof UnreadablePhoto ? error.reason : 'no_picture'](file.name));
      }
    }
    setPreparing(undefined);
    setRefused(problems);
    onBusy(false);
  }

  return (
    <fieldset aria-describedby="photos-hint">
      <legend>
        {t.title} <span class="muted">{words.optional}</span>
      </legend>
      <p class="hint" id="photos-hint">
        {t.hint}
      </p>
      <ul class="photos">
        {draft.photos.map((photo) => (
          <li key={photo.id}>
            <Preview photo={photo} />
            <button
              type="button"
              class="plain-button"
              onClick={() => {
                void change(({ photos }) => ({ photos: photos.filter(({ id }) => id !== photo.id) }));
                input.current?.focus();
              }}
            >
              {t.remove(photo.name)}
            </button>
          </li>
        ))}
      </ul>
      <p role="status">
        {preparing !== undefined
          ? t.preparing(preparing)
          : draft.photos.length > 0
            ? t.added(draft.photos.length)
            : ''}
      </p>
      {refused.length > 0 && (
        <div class="wrong" role="alert">
          {refused.map((problem) => (
            <p key={problem} class="field-error">
              {problem}
            </p>
          ))}
        </div>
      )}
      {mistake !== undefined && (
        <p class="field-error" id="photos-error">
          <span class="visually-hidden">{t.error}</span>
          {mistake}
        </p>
      )}
      {draft.photos.length < MOST_PHOTOS && (
        <p>
          <label for="photos" class="label">
            {t.add}
          </label>
          <input
            id="photos"
            ref={input}
            type="file"
            disabled={preparing !== undefined}
            aria-describedby={mistake === undefined ? 'photos-hint' : 'photos-hint photos-error'}
            accept={TAKEN}
            multiple
            onChange={(event) => {
              const files = [...(event.currentTarget.files ?? [])];
              // The same file may be chosen again after it was removed.
              event.currentTarget.value = '';
              void add(files);
            }}
          />
        </p>
      )}
    </fieldset>
  );
}

/** A small picture of what will be sent. */
export function Preview({ photo }: { photo: Photo }) {
  const url = useMemo(() => URL.createObjectURL(photo.file), [photo.file]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <img class="preview" src={url} alt={photo.name} />;
}
