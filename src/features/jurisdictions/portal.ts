import type { Finding } from '../../platform/errors.ts';

/** What a city has said about its portal; null: nothing, so that pages take their own. */
export type PortalSettings = {
  title: string | null;
  /** `#rrggbb`. */
  brand: string | null;
  tiles_url: string | null;
  tiles_attribution: string | null;
  logo_id: string | null;
};

/** The least contrast of text (WCAG 2.2, success criterion 1.4.3, level AA). */
const LEAST_CONTRAST = 4.5;

const WHITE = '#ffffff';

/** The darker ground of light pages, as footers and notices have it (`--surface` in web/style/tokens.css). */
const LIGHT_GROUND = '#f3f5f7';

/** The ground of dark pages, as the contract tells it. */
const DARK_GROUND = '#1f252c';

/** By so much white at a time a colour is made lighter. */
const LIGHTER_BY = 0.05;

const COLOUR = /^#[0-9a-f]{6}$/i;

const channelsOf = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** How light a colour looks, from 0 to 1 (WCAG 2.2, relative luminance). */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** What is wrong with a colour as the brand of a city; undefined: nothing. Links of it on the grey of the pages are the hardest to read. */
export function mistakeInBrand(colour: string): string | undefined {
  if (!COLOUR.test(colour))
    return `The colour ${colour} cannot be read. Write it as # and six hexadecimal digits, such as #1d4ed8.`;
  // White text on it has more.
  const measured = contrast(colour, LIGHT_GROUND);
  if (measured >= LEAST_CONTRAST) return undefined;
  // Cut, not rounded: 4.496 is too little, and must not be told as 4.5.
  const told = (Math.floor(measured * 100) / 100).toFixed(2);
  return `Links in ${colour} on the light grey of the pages have a contrast of ${told} to 1. Many people need ${LEAST_CONTRAST} to 1 to read it (WCAG 2.2 AA). Take a darker colour.`;
}

/** The colour for dark pages: with as much white in it as it takes to be read there. */
export function lighterFor(brand: string): string {
  for (let white = 0; white < 1; white += LIGHTER_BY) {
    const mixed = `#${channelsOf(brand)
      .map((channel) =>
        Math.round(channel + (255 - channel) * white)
          .toString(16)
          .padStart(2, '0'),
      )
      .join('')}`;
    if (contrast(mixed, DARK_GROUND) >= LEAST_CONTRAST) return mixed;
  }
  return WHITE;
}

/** What is wrong with the address of a map's pieces. */
export function mistakeInTiles(address: string): string | undefined {
  const missing = ['{z}', '{x}', '{y}'].filter((part) => !address.includes(part));
  if (missing.length > 0)
    return `The address of the map's tiles has no ${missing.join(', ')} in it. Write it as https://tile.example/{z}/{x}/{y}.png.`;
  const filled = address.replace(/\{[zxy]\}/g, '0');
  const url = URL.canParse(filled) ? new URL(filled) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    return "The address of the map's tiles must begin with http:// or https:// and have no password in it.";
  if (/[{}]/.test(filled))
    return "The address of the map's tiles may have {z}, {x} and {y} in it and no other braces.";
  // It is named in the policy of the pages, where a semicolon or a brace would be something else.
  return /^https?:\/\/[\w.:[\]-]+\//.test(address)
    ? undefined
    : "The host in the address of the map's tiles must be a plain name, such as tile.example.";
}

/** Every mistake of new settings; what they do not name stays. */
export function checkPortal({ brand, tiles_url }: Partial<PortalSettings>): Finding[] {
  const mistakes = [
    { field: 'brand', message: brand == null ? undefined : mistakeInBrand(brand) },
    { field: 'tiles', message: tiles_url == null ? undefined : mistakeInTiles(tiles_url) },
  ];
  return mistakes.flatMap(({ field, message }) => (message === undefined ? [] : [{ field, message }]));
}

/** The portal of a city as everybody is told of it. */
export function describePortal({ name, portal }: { name: string; portal: PortalSettings }, baseUrl: string) {
  const { title, brand, tiles_url, tiles_attribution, logo_id } = portal;
  // A row may have been written in another way than by the program.
  const usable = brand !== null && COLOUR.test(brand) ? brand.toLowerCase() : null;
  return {
    title: title ?? name,
    logo_url: logo_id === null ? null : `${baseUrl}${logoPath(logo_id)}`,
    colours: { brand: usable, brand_dark: usable === null ? null : lighterFor(usable) },
    tiles_url,
    tiles_attribution,
  };
}

const logoPath = (logoId: string) => `/media/${logoId}.png`;

/** The logo that the last part of an address names; undefined when none can be called so. */
export const readLogoFile = (file: string): string | undefined => /^([0-9a-f]{32})\.png$/.exec(file)?.[1];
