/**
 * What the SDK has to do wherever JavaScript runs: each check gives a plain value, and all of them are the same everywhere. It knows
 * nothing of the place it runs in; that gives it the entries of the SDK and a server.
 *
 * @param {Record<'main' | 'open311' | 'xml' | 'webhooks' | 'testing' | 'attributes' | 'typegen', any>} entries
 * @param {{ baseUrl: string, apiKey: string }} server
 * @param {Uint8Array<ArrayBuffer>} picture
 * @returns {Promise<Record<string, unknown>>}
 */
export async function runSuite(entries, server, picture) {
  // How long to wait before another attempt is by chance: nothing is shown by waiting longer.
  Math.random = () => 0;
  const { main, open311, xml, webhooks, testing, attributes, typegen } = entries;
  const city = new main.Signpost({ ...server, jurisdictionId: 'wroclaw.pl' });
  const submission = { service_code: 'STREET-LIGHT', lat: 51.1079, long: 17.0385 };
  const failureOf = (call) =>
    Promise.resolve(call).then(
      () => 'no failure',
      (error) => error,
    );
  /** A fetch that answers with these statuses first, and then for good. */
  const failing = (...statuses) => {
    const seen = [];
    const fetch = (url, init) => {
      seen.push(init.headers.get('idempotency-key'));
      const status = statuses.shift();
      return status
        ? Promise.resolve(new Response(`[{"code":${status},"description":"Not now."}]`, { status }))
        : globalThis.fetch(url, init);
    };
    return { fetch, seen };
  };
  const results = {};
  const checks = {
    async calls() {
      const { data, response } = await city.services.list().withResponse();
      return [data.length > 3, response.status, response.attempts, /^[-\w]{8,}$/.test(response.requestId)];
    },
    async submissions() {
      const fields = { ...submission, description: 'Ąć & <ż> 🚲' };
      const first = await city.requests.create(fields).withResponse();
      const { idempotencyKey } = first.response;
      const again = await city.requests.create(fields, { idempotencyKey }).withResponse();
      const number = first.data[0].service_request_id;
      const [found] = await city.requests.get({ service_request_id: number });
      return [
        again.data[0].service_request_id === number,
        first.response.replayed,
        again.response.replayed,
        found.description,
      ];
    },
    async questions() {
      const attribute = { SIZE: 'large', ENDANGERED: ['drivers', 'buses'], DEPTH_CM: '12' };
      const [created] = await city.requests.create({ ...submission, service_code: 'POTHOLE', attribute });
      return typeof created.service_request_id;
    },
    async pages() {
      const pages = [];
      for await (const { data } of city.requests.list({ page_size: 3 }).pages()) {
        pages.push(data.map((one) => one.service_request_id));
        if (pages.length === 3) break;
      }
      const ten = await city.requests.list({ page_size: 4 }).toArray({ limit: 10 });
      const numbers = ten.map((one) => one.service_request_id);
      return [
        pages.map(({ length }) => length),
        new Set(numbers).size,
        pages.flat().join() === numbers.slice(0, 9).join(),
      ];
    },
    async alone() {
      const send = main.connect({ baseUrl: server.baseUrl, jurisdictionId: 'wroclaw.pl' });
      for await (const one of main.listOf(main.requestsList, send, { page_size: 2 }))
        return typeof one.status;
    },
    async retries() {
      const { fetch, seen } = failing(503, 429);
      const patient = new main.Signpost({ ...server, jurisdictionId: 'wroclaw.pl', fetch });
      const { response } = await patient.requests.create(submission).withResponse();
      return [response.attempts, seen.length, new Set(seen).size, seen[0] === response.idempotencyKey];
    },
    async aborts() {
      const reason = new Error('The page was left.');
      const silent = new main.Signpost({ ...server, fetch: () => new Promise(() => undefined) });
      const controller = new AbortController();
      const call = failureOf(silent.services.list({}, { signal: controller.signal }));
      setTimeout(() => controller.abort(reason), 1);
      const inside = (await call) === reason;
      return [
        inside,
        (await failureOf(city.services.list({}, { signal: AbortSignal.abort(reason) }))) === reason,
      ];
    },
    async deadlines() {
      const silent = new main.Signpost({ ...server, fetch: () => new Promise(() => undefined) });
      const error = await failureOf(silent.services.list({}, { timeoutMs: 20, retries: 0 }));
      return [error.name, error.code, error.attempts];
    },
    async uploads() {
      const told = [];
      const onProgress = (progress) => told.push(progress);
      const bytes = main.uploadOf(picture, { name: 'lamp.jpg', type: 'image/jpeg', onProgress });
      const stream = main.uploadOf(new Blob([picture]).stream(), { name: 'lamp.jpg', type: 'image/jpeg' });
      const [created] = await city.requests.create({ ...submission, media: [bytes, stream] });
      const [found] = await city.requests.get({ service_request_id: created.service_request_id });
      const file = await city.media.get({ file: found.media_url.split('/').at(-1) });
      const begins = told.every(({ sent }, at) => at === 0 || sent >= told[at - 1].sent);
      return [begins, told.at(-1).sent === picture.length, told.at(-1).total === picture.length, file.type];
    },
    async plainFiles() {
      const file = new File([picture], 'lamp.jpg', { type: 'image/jpeg' });
      const [created] = await city.requests.create({ ...submission, media: file });
      return typeof created.service_request_id;
    },
    async exports() {
      const reader = (await city.requests.export({ format: 'csv' })).getReader();
      const { value } = await reader.read();
      await reader.cancel();
      return new TextDecoder().decode(value).slice(0, 18);
    },
    async errors() {
      const stranger = new main.Signpost({
        ...server,
        jurisdictionId: 'wroclaw.pl',
        apiKey: 'sp_live_nobody_at_all',
      });
      const refused = await failureOf(stranger.requests.create(submission));
      const missing = await failureOf(city.requests.get({ service_request_id: '99999999' }));
      const wrong = await failureOf(city.requests.create({ service_code: 'POTHOLE' }));
      const away = new main.Signpost({ baseUrl: 'http://127.0.0.1:9' });
      const lost = await failureOf(away.health.live({}, { retries: 0 }));
      return [
        [refused.name, refused.status, refused instanceof main.ApiError, String(refused).includes('nobody')],
        [missing.name, missing.status, missing instanceof main.NotFoundError],
        [wrong.name, wrong.errors.map(({ field }) => field)],
        [lost.name, lost.code],
      ];
    },
    async webhooks() {
      const secret = 'whsec_c2lnbnBvc3Qtc2lnbnBvc3Qtc2ln';
      const body = '{"type":"request.closed"}';
      const headers = await webhooks.sign(body, { id: 'msg_1', timestamp: new Date(), secret });
      const event = await webhooks.verify(body, headers, secret);
      const refused = await failureOf(webhooks.verify(`${body} `, headers, secret));
      return [event, refused.code, refused instanceof webhooks.WebhookVerificationError];
    },
    async testing() {
      const inMemory = testing.createTestCity({ services: [{ service_code: 'LAMP' }] });
      const client = new main.Signpost(inMemory.connection);
      inMemory.failNext({ status: 503 });
      const { response } = await client.requests
        .create({ ...submission, service_code: 'LAMP' })
        .withResponse();
      return [response.attempts, inMemory.requests.length, inMemory.calls.map(({ status }) => status)];
    },
    async anyCity() {
      const read = async (format) => {
        const own = new open311.Open311({
          ...server,
          baseUrl: `${server.baseUrl}/open311/wroclaw.pl/v2`,
          format,
          xml: xml.readXml,
        });
        const { data, response } = await own.services.list().withResponse();
        const list = await own.requests.list({ status: ['open'] });
        return [data.length, list.slice(0, 5).map(({ lat }) => lat), response.deviations.length];
      };
      const [json, texts] = [await read('json'), await read('xml')];
      return [
        json[0] > 3,
        JSON.stringify(json.slice(0, 2)) === JSON.stringify(texts.slice(0, 2)),
        json[2],
        texts[2],
      ];
    },
    async typedAnswers() {
      const services = attributes.defineServices({
        POTHOLE: [
          { code: 'SIZE', datatype: 'singlevaluelist', required: true, values: ['small', 'large'] },
          { code: 'NOTICED_AT', datatype: 'datetime' },
        ],
      });
      const typed = new main.Signpost({ ...server, jurisdictionId: 'wroclaw.pl', services });
      const submit = (answers, service_code = 'POTHOLE') =>
        typed.requests.create({ ...submission, service_code, attributes: answers });
      const refusals = [
        await failureOf(submit({ SIZE: 'huge' })),
        await failureOf(submit({ SIZE: 'large', NOTICED_AT: 'soon' })),
        await failureOf(submit({}, 'constructor')),
      ];
      const noticed = new Date('2026-03-01T09:30:00Z');
      const [created] = await submit({ SIZE: 'large', NOTICED_AT: noticed });
      return [
        ...refusals.map(({ name, attempts, errors }) => [
          name,
          attempts,
          errors.map(({ description }) => description),
        ]),
        typeof created.service_request_id,
      ];
    },
    async typesOfACity() {
      const write = (more) =>
        typegen.writeTypes({ url: `${server.baseUrl}/open311/wroclaw.pl/v2`, locale: 'en', ...more });
      const text = await write();
      const nothing = testing.createTestCity({ services: [] });
      const { name } = await failureOf(
        typegen.writeTypes({ url: 'https://city.example/open311/v2', fetch: nothing.fetch }),
      );
      return [
        /^    SIZE: 'small' \| 'medium' \| 'large';$/m.test(text),
        (await write()) === text,
        (await write({ format: 'xml' })) === text,
        name,
      ];
    },
    async otherDialects() {
      const answers = {
        '/services.xml':
          '<services><service><service_code>7</service_code><service_name>A &amp; B</service_name><metadata>True</metadata><type>realtime</type></service></services>',
      };
      const fetch = async (url) => {
        const text = answers[new URL(url).pathname];
        return text
          ? new Response(text, { headers: { 'content-type': 'text/xml' } })
          : new Response('', { status: 404 });
      };
      const own = new open311.Open311({
        baseUrl: 'https://city.example',
        fetch,
        xml: xml.readXml,
        format: 'xml',
        discovery: false,
      });
      const { data, response } = await own.services.list().withResponse();
      return [
        data[0].service_code,
        data[0].service_name,
        data[0].metadata,
        response.deviations.map(({ rule }) => rule).sort(),
      ];
    },
  };
  for (const [name, check] of Object.entries(checks)) {
    results[name] = await check().catch((error) => `${error.name}: ${error.message}`);
  }
  return results;
}
