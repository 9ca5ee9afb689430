import { writeCaseNumber } from '../case-number.ts';
import { texts } from '../texts.ts';

const t = texts({
  photo: {
    en: (place: number, number: string) => `Photo ${place} of case ${number}`,
    pl: (place: number, number: string) => `Zdjęcie ${place} sprawy ${number}`,
    uk: (place: number, number: string) => `Фото ${place} справи ${number}`,
  },
  larger: { en: 'larger', pl: 'większe', uk: 'більше' },
});

/** The pictures of a case, small, each a link to the large one. */
export function Photos({ number, urls }: { number: string; urls: readonly string[] }) {
  if (urls.length === 0) return null;
  return (
    <ul class="case-photos">
      {urls.map((url, index) => (
        <li key={url}>
          {/* Not a page of these: the browser shows it, and its way back leads here. */}
          <a href={url} target="_self" title={t.larger}>
            <img
              src={url.replace(/\.jpg$/, '.small.jpg')}
              alt={t.photo(index + 1, writeCaseNumber(number))}
              loading="lazy"
            />
          </a>
        </li>
      ))}
    </ul>
  );
}
