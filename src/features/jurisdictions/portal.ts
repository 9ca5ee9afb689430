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
const BLACK = '#000000';

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

/** What a brand is seen with on light pages, and that is to be read. */
const PAIRS = [
  { told: (colour: string) => `White text on ${colour}`, ground: WHITE },
  {
    told: (colour: string) => `Links in ${colour} on the light grey ${LIGHT_GROUND} of the pages`,
    ground: LIGHT_GROUND,
  },
];

/** What is wrong with a colour as the brand of a city, and the nearest one that can be taken; undefined: nothing. */
export function mistakeInBrand(colour: string): string | undefined {
  if (!COLOUR.test(colour))
    return `The colour ${colour} cannot be read. Write it as # and six hexadecimal digits, such as #1d4ed8.`;
  const low = PAIRS.map(({ told, ground }) => ({
    told: told(colour),
    measured: contrast(colour, ground),
  })).filter(({ measured }) => measured < LEAST_CONTRAST);
  if (low.length === 0) return undefined;
  // Cut, not rounded: 4.496 is too little, and must not be told as 4.5.
  const cut = (measured: number) => (Math.floor(measured * 100) / 100).toFixed(2);
  const told = low.map(({ told, measured }) => `${told}: a contrast of ${cut(measured)} to 1.`).join(' ');
  return `${told} Many people need ${LEAST_CONTRAST} to 1 to read it (WCAG 2.2 AA). The nearest colour that has it is ${darkerFor(colour)}.`;
}

const colourOf = (channels: readonly number[]): string =>
  `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

/** The colour itself where it can be read on light pages, else with as little black in it as it takes. */
function darkerFor(brand: string): string {
  for (let shade = 255; shade > 0; shade -= 1) {
    const mixed = colourOf(channelsOf(brand).map((channel) => Math.round((channel * shade) / 255)));
    if (PAIRS.every(({ ground }) => contrast(mixed, ground) >= LEAST_CONTRAST)) return mixed;
  }
  return BLACK;
}

/**
 * The colour that residents see of what a city has set; null: that of the program. A row may have been written in another way
 * than by the program, which refuses what cannot be read.
 */
export const shownBrand = (brand: string | null): string | null =>
  brand !== null && COLOUR.test(brand) ? darkerFor(brand.toLowerCase()) : null;

/** The colour for dark pages: with as much white in it as it takes to be read there. */
export function lighterFor(brand: string): string {
  for (let white = 0; white < 1; white += LIGHTER_BY) {
    const mixed = colourOf(channelsOf(brand).map((channel) => Math.round(channel + (255 - channel) * white)));
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
  const shown = shownBrand(brand);
  return {
    title: title ?? name,
    logo_url: logo_id === null ? null : `${baseUrl}${logoPath(logo_id)}`,
    colours: { brand: shown, brand_dark: shown === null ? null : lighterFor(shown) },
    tiles_url,
    tiles_attribution,
  };
}

const logoPath = (logoId: string) => `/media/${logoId}.png`;

/** The logo that the last part of an address names; undefined when none can be called so. */
export const readLogoFile = (file: string): string | undefined => /^([0-9a-f]{32})\.png$/.exec(file)?.[1];
