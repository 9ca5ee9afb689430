/**
 * Ends of domains that are written without `www.` or `https://`. Those that are also words, such as `to`, `by` or `me`, are left
 * out: people forget the space behind a full stop.
 */
const TOP_LEVEL =
  'com|net|org|info|biz|pl|eu|de|uk|ua|ru|cz|sk|lt|fr|cn|online|site|shop|store|club|app|dev|live|link|click|top|xyz|vip|win|bet|casino|icu';

/** Every repetition is bounded, so that a text of any length takes time in proportion to it. */
const LINK = new RegExp(
  `https?:\\/\\/[^\\s<>"']{1,2000}` +
    `|(?<![\\p{L}\\p{N}@._-])(?:www\\.[\\p{L}\\p{N}][^\\s<>"']{1,2000}` +
    `|(?:[\\p{L}\\p{N}][\\p{L}\\p{N}-]{1,62}\\.){1,4}(?:${TOP_LEVEL})(?![\\p{L}\\p{N}@._-]*[\\p{L}\\p{N}@])(?:[/?#:][^\\s<>"']{0,2000})?)`,
  'giu',
);

/**
 * How many links to elsewhere are in a text.
 * @param own hosts that may be named; what lies below them as well
 */
export function countLinks(text: string, own: readonly string[]): number {
  return [...text.matchAll(LINK)].filter(([link]) => {
    const host = hostOf(link);
    return !own.some((one) => host === one || host?.endsWith(`.${one}`) === true);
  }).length;
}

/** The host that a browser would ask; undefined when none can be told. */
function hostOf(link: string): string | undefined {
  const address = /^https?:/i.test(link) ? link : `http://${link}`;
  const host = URL.canParse(address) ? new URL(address).hostname : undefined;
  return host?.replace(/\.$/, '');
}
