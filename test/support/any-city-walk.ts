import { ApiError, SignpostError } from '../../sdk/src/index.ts';
import { Open311 } from '../../sdk/src/open311.ts';
import type { Call, Deviation } from '../../sdk/src/index.ts';
import { readXml } from '../../sdk/src/xml.ts';
import { STAND_IN } from './stand-in-city.ts';

/** What a client was told: its data, or the name of its error and what that says. */
type Heard = { data: unknown } | { error: string; status: number | undefined; text: string };

/** Everything that a client for any city can ask, and what it heard. */
export interface Walk {
  heard: Record<string, Heard>;
  deviations: Deviation[];
}

const PLACE = { lat: 51.1, long: 17.03, description: 'Żarówka nie świeci' };

/** Asks the stand-in everything that the standard has, once. */
export async function walk(url: string, format: 'json' | 'xml'): Promise<Walk> {
  const options = { baseUrl: url, jurisdictionId: STAND_IN.jurisdiction, xml: readXml, format, retries: 0 };
  const city = new Open311({ ...options, apiKey: STAND_IN.key, timeZone: 'Europe/Warsaw' });
  const stranger = new Open311({ ...options, apiKey: 'sp-key-of-nobody' });
  const heard: Walk['heard'] = {};
  const deviations: Deviation[] = [];
  const hear = async (name: string, call: Call<unknown>): Promise<void> => {
    try {
      const { data, response } = await call.withResponse();
      heard[name] = { data };
      deviations.push(...response.deviations);
    } catch (error) {
      if (!(error instanceof SignpostError)) throw error;
      const status = error instanceof ApiError ? error.status : undefined;
      heard[name] = { error: error.name, status, text: error.message };
      if (error instanceof ApiError) deviations.push(...error.deviations);
    }
  };
  await Promise.all([
    hear('discovery', city.discovery.get()),
    hear('services', city.services.list()),
    ...['HOLE', '17'].map((service_code) => hear(service_code, city.services.get({ service_code }))),
    hear('requests', city.requests.list()),
    ...['1001', '1002', '999999999'].map((service_request_id) =>
      hear(service_request_id, city.requests.get({ service_request_id })),
    ),
    hear('pages', allOf(city.requests.list({ page_size: 2 }))),
    ...['17', 'TREE', 'TIP', 'none'].map((service_code) =>
      hear(`new ${service_code}`, city.requests.create({ service_code, ...PLACE })),
    ),
    hear('new without anything', city.requests.create({ service_code: '' })),
    hear('new of a stranger', stranger.requests.create({ service_code: '17', ...PLACE })),
    ...['token-1', 'none'].map((token) => hear(token, city.tokens.get({ token }))),
    hear('updates', city.updates.list()),
  ]);
  return { heard, deviations };
}

/** All pages as one call. */
function allOf(list: ReturnType<Open311['requests']['list']>): Call<unknown> {
  const all = list.toArray();
  return Object.assign(all, {
    withResponse: async () => ({ data: await all, response: (await list.withResponse()).response }),
  });
}
