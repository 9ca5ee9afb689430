import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** Serves the pages of the examples and the built SDK, as any web server would: browsers load no modules from files. */
const { values } = parseArgs({ options: { port: { type: 'string', default: '3113' } } });
const root = fileURLToPath(new URL('../', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://pages');
  const path = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
  const type = types[extname(path)];
  const file = join(root, path);
  const isServed = /^\/(examples|sdk\/dist)\//.test(path) && type !== undefined;
  if (!isServed || !(await stat(file).catch(() => undefined))?.isFile()) {
    response.writeHead(404).end('There is no such page.\n');
    return;
  }
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8` });
  createReadStream(file).pipe(response);
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const address = `http://127.0.0.1:${server.address().port}/examples`;
  console.log(`${address}/report-from-a-page/\n${address}/map/`);
});
