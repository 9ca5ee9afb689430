import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import accepts from 'accepts';
import { Router } from 'express';
import type { Request, Response } from 'express';
import { isNamedIn } from './entity-tag.ts';
import { ownAddress, WRITTEN_ADDRESS } from './own-address.ts';

/** Packed while somebody waits: a tenth of the time of the best, for a few bytes more. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const packings = { br: (text: string) => promisify(brotliCompress)(text, BROTLI), gzip: promisify(gzip) };

const POLICY = [
  "default-src 'self'",
  // The forms of /docs/ have small pictures in their style.
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ');

type Kind = 'html' | 'markdown' | 'text';

/**
 * The documentation for developers as it was built: every page at `/developers/…`, the same as Markdown with `.md` behind it,
 * `/llms.txt`, and the page with forms at `/docs/`.
 * @param folder what was built
 */
export function serveDeveloperPages(options: { publicUrl: string | undefined }, folder: URL): Router {
  const router = Router();
  let loaded: Promise<Map<string, string>> | undefined;
  const load = () =>
    (loaded ??= readTexts(folder).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    }));
  // Readers get the address under which they have come.
  const answer = (request: Request, response: Response, text: string, kind: Kind) =>
    send(request, response, text.replaceAll(WRITTEN_ADDRESS, ownAddress(options.publicUrl, request)), kind);

  // What people may have kept an address of, and what they leave out or add.
  router.get('/docs/deviations', (_request, response) => response.redirect(308, '/developers/deviations'));
  router.get('/docs', async (request, response) => {
    if (request.path !== '/docs/') return response.redirect(308, '/docs/');
    return answer(request, response, (await load()).get('try-it.html') ?? '', 'html');
  });
  router.get('/llms.txt', async (request, response) => {
    await answer(request, response, (await load()).get('llms.txt') ?? '', 'text');
  });
  router.get('/developers{/*path}', async (request, response, next) => {
    const texts = await load();
    const asked = request.path.slice('/developers/'.length);
    if (asked.endsWith('.md') && texts.has(asked))
      return answer(request, response, texts.get(asked) ?? '', 'markdown');
    const name = asked === '' ? 'index' : asked.replace(/\/$/, '');
    const page = texts.get(`${name}.html`);
    if (page === undefined || (name === 'index') !== (asked === '')) return next();
    const proper = asked === '' ? '/developers/' : `/developers/${name}`;
    if (request.path !== proper) return response.redirect(308, proper);
    response.vary('Accept');
    return request.accepts(['text/html', 'text/markdown']) === 'text/markdown'
      ? answer(request, response, texts.get(`${name}.md`) ?? '', 'markdown')
      : answer(request, response, page, 'html');
  });
  return router;
}

/** All texts by what they are called behind `/developers/`. */
async function readTexts(folder: URL): Promise<Map<string, string>> {
  const within = new URL('developers/', folder);
  const names = await readdir(within, { recursive: true });
  const texts = names
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.(html|md)$/.test(name))
    .map(async (name): Promise<[string, string]> => [name, await readFile(new URL(name, within), 'utf8')]);
  const others = ['llms.txt', 'try-it.html'].map(async (name): Promise<[string, string]> => [
    name,
    await readFile(new URL(name, folder), 'utf8'),
  ]);
  return new Map(await Promise.all([...texts, ...others]));
}

const TYPES: Record<Kind, string> = {
  html: 'text/html',
  markdown: 'text/markdown; charset=utf-8',
  text: 'text/plain; charset=utf-8',
};

async function send(request: Request, response: Response, text: string, kind: Kind): Promise<void> {
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  // Weak: it is the same page however it is packed.
  response
    .type(TYPES[kind])
    .vary('Accept-Encoding')
    .set({ 'Cache-Control': 'no-cache', ETag: `W/"${tag}"`, 'Content-Security-Policy': POLICY });
  if (isNamedIn(request.get('if-none-match'), tag)) {
    response.status(304).end();
    return;
  }
  const wanted = accepts(request).encodings(['br', 'gzip', 'identity']);
  if (wanted !== 'br' && wanted !== 'gzip') {
    response.send(text);
    return;
  }
  response.set('Content-Encoding', wanted).send(await packings[wanted](text));
}
