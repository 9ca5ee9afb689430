import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { setPortal } from '../../src/features/jurisdictions/index.ts';
import {
  contrast,
  lighterFor,
  mistakeInBrand,
  mistakeInTiles,
  shownBrand,
} from '../../src/features/jurisdictions/portal.ts';
import { updatePortal } from '../../src/features/jurisdictions/portal-repository.ts';
import { importAreas } from '../../src/features/areas/index.ts';
import { call, listOf, submitted } from '../support/calls.ts';
import { createCity } from '../support/city.ts';
import type { TestCity } from '../support/city.ts';
import { until } from '../support/embedded-postgres.ts';
import { startApp } from '../support/http.ts';
import type { TestApp } from '../support/http.ts';

type Described = {
  bounds: number[] | null;
  portal: { title: string; logo_url: string | null; colours: Record<string, string | null> };
};

let app: TestApp;
let city: TestCity;
let wide: TestCity;
const MOST_PIXELS = 50_000_000;

const describeCity = async (of = city) =>
  (await call(app, `/open311/${of.jurisdiction_id}/v2/jurisdiction.json`)).json as Described;
const set = (changes: Parameters<typeof setPortal>[2]) =>
  setPortal(app.db, city.jurisdiction_id, changes, MOST_PIXELS);

beforeAll(async () => {
  app = await startApp();
  city = await createCity(app.db);
  wide = await createCity(app.db, { outline: null });
});
afterAll(() => app.stop());

describe('jurisdictions.get', () => {
  test('a city that has said nothing', async () => {
    expect(await describeCity()).toEqual({
      jurisdiction_id: city.jurisdiction_id,
      name: 'Testowo',
      locale: 'en',
      locales: ['en'],
      time_zone: 'Europe/Warsaw',
      contact: 'The contact centre of Testowo.',
      demonstration: false,
      bounds: [16.5, 50.6, 17.5, 51.6],
      portal: {
        title: 'Testowo',
        logo_url: null,
        colours: { brand: null, brand_dark: null },
        tiles_url: null,
        tiles_attribution: null,
      },
    });
  });

  test('with a tag, in XML, in the sandbox, and without its id in the path', async () => {
    const path = `/open311/${city.jurisdiction_id}/v2/jurisdiction.json`;
    const first = await call(app, path);
    const again = await call(app, path, { headers: { 'If-None-Match': first.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    const xml = await call(app, path.replace('.json', '.xml'));
    expect(xml.text).toMatch(
      /<jurisdiction><jurisdiction_id>.*<locales><locale>en<\/locale><\/locales>.*<bounds><degree>16.5<\/degree>.*<portal><title>Testowo<\/title><logo_url\/><colours><brand\/><brand_dark\/><\/colours>/,
    );
    const named = await call(app, `/open311/v2/jurisdiction.json?jurisdiction_id=${city.jurisdiction_id}`);
    expect(named.json).toEqual(first.json);
    const sandbox = await call(app, `/open311/${city.jurisdiction_id}/test/v2/jurisdiction.json`);
    expect(sandbox.json).toEqual(first.json);
    expect((await call(app, '/open311/none.example/v2/jurisdiction.json')).status).toBe(404);
  });

  test('without an outline, what lies around its districts, and then its cases', async () => {
    expect((await describeCity(wide)).bounds).toBeNull();
    await submitted(app, wide, { service_code: 'LAMP', lat: '50', long: '16' });
    await submitted(app, wide, { service_code: 'LAMP', lat: '52', long: '18' });
    expect((await describeCity(wide)).bounds).toEqual([16, 50, 18, 52]);
    await importAreas(app.db, {
      jurisdiction_id: wide.jurisdiction_id,
      kind: 'district',
      defaultName: 'All',
      text: JSON.stringify({
        type: 'Polygon',
        coordinates: [
          [
            [1, 2],
            [3, 2],
            [3, 4],
            [1, 2],
          ],
        ],
      }),
    });
    await until(async () => (await describeCity(wide)).bounds?.join() === '1,2,3,4');
  });

  test('jurisdictions.list has the living cities', async () => {
    const answer = await call(app, '/open311/jurisdictions.json');
    expect(listOf(answer)).toContainEqual({
      jurisdiction_id: city.jurisdiction_id,
      name: 'Testowo',
      locale: 'en',
    });
    expect((await call(app, '/open311/jurisdictions.xml')).text).toMatch(
      /<jurisdictions><jurisdiction><jurisdiction_id>/,
    );
  });
});

describe('the portal of a city', () => {
  test('what is set is told, and can be taken away', async () => {
    await set({
      title: 'Napraw Testowo',
      brand: '#1D4ED8',
      tiles_url: 'https://tile.example/{z}/{x}/{y}.png',
      tiles_attribution: '© OpenStreetMap',
    });
    await until(async () => (await describeCity()).portal.title === 'Napraw Testowo');
    expect((await describeCity()).portal).toEqual({
      title: 'Napraw Testowo',
      logo_url: null,
      colours: { brand: '#1d4ed8', brand_dark: lighterFor('#1d4ed8') },
      tiles_url: 'https://tile.example/{z}/{x}/{y}.png',
      tiles_attribution: '© OpenStreetMap',
    });
    await set({ title: null });
    await until(async () => (await describeCity()).portal.title === 'Testowo');
    expect((await describeCity()).portal.colours['brand']).toBe('#1d4ed8');
  });

  test('a logo is made anew, small enough, with what shows through, and has an address of its own', async () => {
    const logo = sharp({ create: { width: 1200, height: 300, channels: 4, background: '#1d4ed800' } });
    await set({
      logo: await logo
        .withExif({ IFD0: { Copyright: 'secret-of-mine' } })
        .png()
        .toBuffer(),
    });
    await until(async () => (await describeCity()).portal.logo_url !== null);
    const url = (await describeCity()).portal.logo_url ?? '';
    expect(url).toMatch(new RegExp(`^${app.url}/media/[0-9a-f]{32}\\.png$`));
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('cache-control')).toMatch(/immutable/);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.includes('secret-of-mine')).toBe(false);
    expect(await sharp(bytes).metadata()).toMatchObject({
      format: 'png',
      width: 512,
      height: 128,
      hasAlpha: true,
    });
    await set({
      logo: await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
        .webp()
        .toBuffer(),
    });
    expect((await fetch(url)).status).toBe(404);
    await set({ logo: null });
    await until(async () => (await describeCity()).portal.logo_url === null);
  });

  test.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', /is an SVG, which can carry programs/],
    ['\ufeff <?xml version="1.0"?><svg/>', /is an SVG/],
    ['hello', /is no picture that is taken here/],
    ['x'.repeat(1_048_577), /has more than 1 MB/],
    ['\x89PNG\r\n\x1a\nbroken', /is damaged or cut off/],
    ['', /is empty/],
  ])('a logo that is refused: %#', async (text, reason) => {
    await expect(
      set({ logo: Buffer.from(text, text.startsWith('\x89') ? 'latin1' : 'utf8') }),
    ).rejects.toMatchObject({
      findings: [{ field: 'logo', message: expect.stringMatching(reason) }],
    });
  });

  test('a colour that cannot be read is refused with what was measured', async () => {
    await expect(set({ brand: '#3b82f6', title: 'Never' })).rejects.toMatchObject({
      findings: [
        {
          field: 'brand',
          message:
            'White text on #3b82f6: a contrast of 3.67 to 1. Links in #3b82f6 on the light grey #f3f5f7 of the pages: a contrast of 3.36 to 1. Many people need 4.5 to 1 to read it (WCAG 2.2 AA). The nearest colour that has it is #326ecf.',
        },
      ],
    });
    expect(mistakeInBrand('blue')).toMatch(/cannot be read/);
    // The greys on either side of the bound.
    expect(mistakeInBrand('#707070')).toBeUndefined();
    expect(mistakeInBrand('#717171')).toMatch(/^Links in .* 4\.46 to 1.* is #707070\.$/);
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect((await describeCity()).portal.title).not.toBe('Never');
  });

  test('whatever stands in a row, residents see what can be read', async () => {
    const write = (brand: string) => updatePortal(app.db, city.jurisdiction_id, { brand });
    const coloursAre = (colours: object) =>
      until(async () => isDeepStrictEqual((await describeCity()).portal.colours, colours));
    await write('#ffdd00');
    await coloursAre({ brand: '#817000', brand_dark: lighterFor('#817000') });
    await write('#1D4ED8');
    await coloursAre({ brand: '#1d4ed8', brand_dark: lighterFor('#1d4ed8') });
  });

  test('whatever the colour, the ones for light and for dark pages can be read there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
        const colour = `#${value.toString(16).padStart(6, '0')}`;
        const shown = shownBrand(colour) ?? '';
        expect(mistakeInBrand(shown)).toBeUndefined();
        if (mistakeInBrand(colour) === undefined) expect(shown).toBe(colour);
        expect(contrast(lighterFor(colour), '#1f252c')).toBeGreaterThanOrEqual(4.5);
      }),
      { seed: 311 },
    );
  });

  test.each([
    ['https://tile.example/{z}/{x}/{y}.png', undefined],
    ['http://127.0.0.1/{z}/{x}/{y}', undefined],
    ['https://a;b.example/{z}/{x}/{y}.png', 'plain name'],
    ['https://{x}.tile.example/{z}/{x}/{y}.png', 'plain name'],
    ['https://tile.example/{z}/{x}.png', /has no \{y\} in it/],
    ['javascript:alert({z}{x}{y})', /must begin with http/],
    ['https://me:secret@tile.example/{z}/{x}/{y}', /no password/],
    ['https://{s}.tile.example/{z}/{x}/{y}', /(no other braces|must begin with http)/],
    ['{z}{x}{y}', /must begin with http/],
  ])('tiles at %s', (address, expected) => {
    const mistake = mistakeInTiles(address);
    if (expected === undefined) expect(mistake).toBeUndefined();
    else expect(mistake).toMatch(expected);
  });
});
