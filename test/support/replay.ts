import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** Which file a server answered with, by the resource, `POST` in front of it where it was sent; a number in front is the status. */
export type Recording = Record<string, string>;

/** Serves what was recorded, and its addresses as its own. */
export async function replay(folder: string, recording: Recording) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://replay');
    const ending = pathname.endsWith('xml') ? 'xml' : 'json';
    const resource = pathname
      .replace(/^\/v2\//, '')
      .replace(/^requests\/9+\./, 'requests/unknown.')
      .replace(/^requests\/\w*\d.*\./, 'requests/ID.')
      .replace(/^services\/.*\./, 'services/CODE.');
    const sent = request.method === 'POST' ? recording[`POST ${resource}`] : recording[resource];
    const [status = '404', file] = (sent ?? '404 ').split(' ');
    const code = decodeURIComponent(/services\/(.*)\.xml/.exec(pathname)?.[1] ?? '');
    const body =
      file === undefined || file === ''
        ? ''
        : readFileSync(join(folder, file), 'utf8')
            .replace(/^HTTP[^<]*/, '')
            .replace('<service_code>DMV66<', `<service_code>${code}<`)
            .replace(/https?:\/\/[^<"]*?\/v2(?=[<"])/g, `http://${request.headers.host}/v2`);
    response
      .writeHead(Number(status), {
        'content-type': `${ending === 'xml' ? 'text/xml' : 'application/json'}; charset=utf-8`,
      })
      .end(body);
  });
  // Whoever asks closes the connection: who does both at one moment meets a connection that is gone.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
