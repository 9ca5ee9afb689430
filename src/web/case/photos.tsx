import { writeCaseNumber } from '../case-number.ts';
import { isShown, smallOf } from '../parts/pictures.ts';
import { texts } from '../texts.ts';

const t = texts({
  photo: {
    en: (place: number, number: string) => `Photo ${place} of case ${number}`,
    pl: (place: number, number: string) => `Zdjęcie ${place} sprawy ${number}`,
    uk: (place: number, number: string) => `Фото ${place} справи ${number}`,
  },
  elsewhere: { en: 'Photo on another site', pl: 'Zdjęcie na innej stronie', uk: 'Фото на іншому сайті' },
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
          {isShown(url) ? (
            <a href={url} target="_self" title={t.larger}>
              <img src={smallOf(url)} alt={t.photo(index + 1, writeCaseNumber(number))} loading="lazy" />
            </a>
          ) : (
            <a href={url} target="_self" rel="noopener noreferrer nofollow">
              {t.elsewhere}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
