const CITY = `import { createTestCity } from '@signpost/sdk/testing';

const city = connect(createTestCity().connection);`;
const CASE = `const [submitted] = await requestsCreate(city, { service_code: 'STREET-LIGHT', lat: 51.1, long: 17.03 });
const number = submitted?.service_request_id ?? '';`;
const AREAS = `import { createTestCity } from '@signpost/sdk/testing';

const ring = [[17, 51], [17.1, 51], [17.1, 51.2], [17, 51.2], [17, 51]];
const north = { area_code: 'north', name: 'North', geometry: { type: 'Polygon' as const, coordinates: [ring] } };
const city = connect(createTestCity({ areas: [north] }).connection);`;

const importing = (...names: string[]) => `import { ${names.join(', ')} } from '@signpost/sdk';`;

/**
 * An example for the function of each operation, which the generator writes into its TSDoc. They run against the city for tests, so
 * that whoever copies one sees what it prints.
 */
export const OPERATION_EXAMPLES: Readonly<Record<string, string>> = {
  'discovery.get': `
${importing('connect', 'discoveryGet')}
${CITY}
const { endpoints } = await discoveryGet(city);
console.log(endpoints[0]?.type, endpoints[0]?.url); // production https://city.example/open311/v2`,

  'jurisdictions.list': `
${importing('connect', 'jurisdictionsList')}
${CITY}
const cities = await jurisdictionsList(city);
console.log(cities.map(({ name }) => name)); // [ 'Testville' ]`,

  'jurisdictions.get': `
${importing('connect', 'jurisdictionsGet')}
${AREAS}
const { portal, bounds } = await jurisdictionsGet(city);
console.log(portal.title, bounds); // Testville [ 17, 51, 17.1, 51.2 ]`,

  'services.list': `
${importing('connect', 'servicesList')}
${CITY}
const services = await servicesList(city);
console.log(services.map(({ service_code }) => service_code).join()); // STREET-LIGHT,POTHOLE,BULKY-WASTE,IDEA`,

  'services.get': `
${importing('connect', 'servicesGet')}
${CITY}
const { attributes } = await servicesGet(city, { service_code: 'POTHOLE' });
console.log(attributes[0]?.code, attributes[0]?.description); // SIZE How large is it?`,

  'requests.list': `
${importing('connect', 'requestsCreate', 'requestsList')}
${CITY}
${CASE}
const [newest] = await requestsList(city, { status: ['open'], page_size: 10 });
console.log(newest?.service_request_id === number); // true`,

  'requests.create': `
${importing('connect', 'requestsCreate')}
${CITY}
const [submitted] = await requestsCreate(
  city,
  { service_code: 'POTHOLE', lat: 51.1, long: 17.03, attribute: { SIZE: 'large' } },
  { idempotencyKey: 'my-case-4711' }, // sent again under it, it is still one case
);
console.log(submitted?.service_request_id); // 10000004`,

  'requests.export': `
${importing('connect', 'requestsCreate', 'requestsExport')}
${CITY}
${CASE}
const file = await requestsExport(city, { format: 'csv' });
const text = await new Response(file).text(); // or piped into a file, however large it is
console.log(text.includes(number)); // true`,

  'requests.get': `
${importing('connect', 'requestsCreate', 'requestsGet')}
${CITY}
${CASE}
const [found] = await requestsGet(city, { service_request_id: number });
console.log(found?.status, found?.service_name); // open Broken street light`,

  'supporters.create': `
${importing('connect', 'requestsCreate', 'supportersCreate')}
${CITY}
${CASE}
const answer = await supportersCreate(city, { service_request_id: number, account_id: 'resident-4711' });
console.log(answer[0]?.supporters); // 1`,

  'updates.list': `
${importing('connect', 'requestsCreate', 'updatesList')}
import { createTestCity } from '@signpost/sdk/testing';

const testCity = createTestCity();
const city = connect(testCity.connection);
${CASE}
testCity.close(number, 'The bulb was replaced.');
const updates = await updatesList(city);
const latest = updates.at(-1);
console.log(latest?.status, latest?.description); // closed The bulb was replaced.`,

  'updates.create': `
${importing('connect', 'requestsCreate', 'updatesCreate')}
${CITY}
${CASE}
const [update] = await updatesCreate(city, {
  service_request_id: number,
  update_id: 'partner-1',
  updated_datetime: new Date().toISOString(),
  status: 'FIXED',
  description: 'The bulb was replaced.',
});
console.log(typeof update?.update_id); // string`,

  'duplicates.list': `
${importing('connect', 'duplicatesList', 'requestsCreate')}
${CITY}
${CASE}
const [nearest] = await duplicatesList(city, { service_code: 'STREET-LIGHT', lat: 51.1001, long: 17.03 });
console.log(nearest?.service_request_id === number, nearest?.distance_metres); // true 11`,

  'clusters.list': `
${importing('clustersList', 'connect', 'requestsCreate')}
${CITY}
${CASE}
const { total, clusters } = await clustersList(city, { bbox: '16.8,51.0,17.2,51.2', zoom: 12 });
console.log(total, clusters[0]?.service_request_id === number); // 1 true`,

  'places.list': `
${importing('connect', 'placesList')}
import { createTestCity } from '@signpost/sdk/testing';

const district = { area_code: null, area_name: null };
const main = { name: 'Main Street', kind: 'street' as const, house_number: null, locality: null, lat: 51.1, long: 17.03 };
const city = connect(createTestCity({ places: [{ ...main, ...district }] }).connection);
const [place] = await placesList(city, { q: 'main' });
console.log(place?.name, place?.lat); // Main Street 51.1`,

  'areas.list': `
${importing('areasList', 'connect')}
${AREAS}
const areas = await areasList(city);
console.log(areas.map(({ name }) => name)); // [ 'North' ]`,

  'locations.list': `
${importing('connect', 'locationsList')}
${AREAS}
const [place] = await locationsList(city, { lat: 51.1, long: 17.03 });
console.log(place?.jurisdiction_id, place?.area_name); // city.example North`,

  'media.get': `
${importing('connect', 'mediaGet', 'requestsCreate', 'requestsGet')}
${CITY}
const photo = new File([new Uint8Array([0xff, 0xd8, 0xff, 0xd9])], 'lamp.jpg');
const place = { lat: 51.1, long: 17.03 };
const [submitted] = await requestsCreate(city, { service_code: 'STREET-LIGHT', ...place, media: [photo] });
const [found] = await requestsGet(city, { service_request_id: submitted?.service_request_id ?? '' });
const picture = await mediaGet(city, { file: found?.media_url?.split('/').at(-1) ?? '' });
console.log(picture.size); // 4`,

  'reports.create': `
${importing('connect', 'reportsCreate', 'requestsCreate')}
${CITY}
${CASE}
const answer = await reportsCreate(city, { service_request_id: number, reason: 'personal_data' });
console.log(answer.length); // 1`,

  'tokens.get': `
${importing('connect', 'requestsCreate', 'tokensGet')}
import { createTestCity } from '@signpost/sdk/testing';

const testCity = createTestCity();
const city = connect(testCity.connection);
const [submitted] = await requestsCreate(city, { service_code: 'BULKY-WASTE', lat: 51.1, long: 17.03 });
const token = submitted?.token ?? '';
const [early] = await tokensGet(city, { token });
testCity.acceptBatch(); // what the city does by itself, after a while
const [late] = await tokensGet(city, { token });
console.log(early?.service_request_id, late?.service_request_id); // null 10000004`,

  'accounts.create': `
${importing('accountsCreate', 'connect')}

const server = connect({ baseUrl: 'https://signpost.example' });
const ask = () => accountsCreate(server, { email: 'dev@example.org', locale: 'en' });`,

  'accounts.confirm': `
${importing('accountsConfirm', 'connect')}

const server = connect({ baseUrl: 'https://signpost.example' });
const follow = () => accountsConfirm(server, { token: 'sp_mail_from_the_link' });`,

  'accounts.renew': `
${importing('accountsRenew', 'connect')}

const server = connect({ baseUrl: 'https://signpost.example' });
const renew = () => accountsRenew(server, { token: 'sp_mail_from_the_link' });`,

  'accounts.refuse': `
${importing('accountsRefuse', 'connect')}

const server = connect({ baseUrl: 'https://signpost.example' });
const refuse = () => accountsRefuse(server, { token: 'sp_mail_from_the_link' });`,

  'accounts.get': `
${importing('accountsGet', 'connect')}

const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
const look = () => accountsGet(server);`,

  'accounts.delete': `
${importing('accountsDelete', 'connect')}

const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
const remove = () => accountsDelete(server);`,

  'accounts.leave': `
${importing('accountsLeave', 'connect')}

const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
const leave = () => accountsLeave(server);`,

  'keys.list': `
${importing('connect', 'keysList')}

const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
const list = () => keysList(server);`,

  'keys.create': `
${importing('connect', 'keysCreate')}

const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
const ask = () => keysCreate(server, { kind: 'test', jurisdiction_id: 'wroclaw.pl', label: 'My app' });`,

  'keys.collect': `
${importing('connect', 'keysCollect')}

const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
const collect = () => keysCollect(server, { request_id: '4' });`,

  'keys.revoke': `
${importing('connect', 'keysRevoke')}

const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
const revoke = () => keysRevoke(server, { key_id: '17' });`,

  'keys.rotate': `
${importing('connect', 'keysRotate')}

const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
const rotate = () => keysRotate(server, { key_id: '17', overlap_hours: 24 });`,

  'keys.usage': `
${importing('connect', 'keysUsage')}

const server = connect({ baseUrl: 'https://signpost.example', accountToken: 'sp_account_of_my_own' });
const read = () => keysUsage(server, { key_id: '17', by: 'day' });`,

  'health.live': `
${importing('connect', 'healthLive')}
${CITY}
const { status } = await healthLive(city);
console.log(status); // ok`,

  'health.ready': `
${importing('connect', 'healthReady')}
${CITY}
const { checks } = await healthReady(city);
console.log(checks.database); // ok`,
};
