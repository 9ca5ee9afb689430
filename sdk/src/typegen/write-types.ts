import { readXml } from '../any-city/read-xml.ts';
import { Open311 } from '../open311.ts';
import type { Open311Options } from '../open311.ts';
import { readCatalogue } from './read-catalogue.ts';
import { renderCatalogue } from './render-catalogue.ts';

/**
 * Which city the types are made of. All that `Open311` takes is taken, too: a `fetch`, limits of time, a format. XML is read
 * without being asked for.
 *
 * @example
 * ```ts
 * import type { TypegenOptions } from '@signpost/sdk/typegen';
 *
 * const options: TypegenOptions = { url: 'https://signpost.example/open311/v2', jurisdictionId: 'wroclaw.pl', retries: 5 };
 * console.log(options.jurisdictionId); // wroclaw.pl
 * ```
 */
export interface TypegenOptions extends Omit<Open311Options, 'baseUrl' | 'services' | 'xml'> {
  /** The endpoint of the city, its discovery document, or what lies above either. */
  url: string;
  /** The language of the questions, such as `en`, where the city has them in several; its own unless given. */
  locale?: string | undefined;
  /** Ends it when it aborts. */
  signal?: AbortSignal | undefined;
}

/**
 * Reads what every service of a city asks, and writes it as TypeScript: the interface `Services` for `new Signpost<Services>({ … })`,
 * with the questions as comments, and `services` for the same checks when the program runs. The same catalogue gives the same text.
 *
 * @throws {@link SignpostError} when the city cannot be reached, or lists no service.
 * @example
 * ```ts
 * import { createTestCity } from '@signpost/sdk/testing';
 * import { writeTypes } from '@signpost/sdk/typegen';
 *
 * const { fetch } = createTestCity();
 * const text = await writeTypes({ url: 'https://city.example/open311/v2', jurisdictionId: 'city.example', fetch });
 * console.log(text.includes("SIZE: 'small' | 'large';")); // true
 * ```
 */
export async function writeTypes({ url, locale, signal, ...options }: TypegenOptions): Promise<string> {
  const city = new Open311({ ...options, baseUrl: url, xml: readXml });
  const catalogue = await readCatalogue(city, locale, signal);
  return renderCatalogue(catalogue, { url: new URL(url).href, jurisdictionId: options.jurisdictionId });
}
