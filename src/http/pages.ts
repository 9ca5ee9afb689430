import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Router } from 'express';
import type { Request, Response } from 'express';
import sirv from 'sirv';
import { stateOf } from './call-state.ts';
import type { Log } from '../platform/log.ts';
import { isNamedIn } from './entity-tag.ts';
import { errorReply } from './error-reply.ts';
import { escapeHtml } from '../platform/escape-html.ts';
import { messageLanguage } from './messages/translate.ts';
import { ownAddress } from './own-address.ts';
import { wantedLanguages } from './wanted-languages.ts';

/** What the server knows of a page before a browser has run anything. */
type Page = {
  status: 200 | 404;
  /** A language that the pages have, and all of them. */
  locale: string;
  locales: readonly string[];
  title: string;
  description: string;
  /** A picture for those who share the address. */
  picture: string | undefined;
  /** Said where scripts do not run. */
  withoutScripts: string;
  /** Rules of CSS that give the city's colours; made by the server from values it has checked. */
  theme: string;
  /** What the page's script begins with, as JSON. */
  start: unknown;
  /** Whether pages of others may show it in a frame. */
  embeddable: boolean;
  /** Where pictures may come from beside this server, such as `https://tile.example`. */
  pictureOrigins: readonly string[];
};

/** @returns undefined where no page is, so that the call is one for the API */
export type FindPage = (asked: {
  path: string;
  languages: readonly string[];
  baseUrl: string;
}) => Promise<Page | undefined>;

/** What vite has built, beside the document. */
const BUILT = /^\/(assets\/.|icon\.svg$)/;

/** A reader's choice of a language is kept for a year. */
const CHOICE_SECONDS = 365 * 24 * 3600;
const CHOICE = /(?:^|;\s*)locale=([A-Za-z-]{2,10})(?:;|$)/;

/**
 * The pages for people: what was built from `src/web`, and for each address a document with title, language, colours and what
 * those see who share it. Everything else goes on to the API.
 * @param folder what was built
 */
export function servePages(
  options: { publicUrl: string | undefined; log: Log },
  folder: URL,
  find: FindPage,
): Router {
  const router = Router();
  let built: Promise<{ template: string; files: ReturnType<typeof sirv> }> | undefined;
  const load = () =>
    (built ??= readFile(new URL('index.html', folder), 'utf8')
      .then((template) => ({
        template,
        files: sirv(fileURLToPath(folder), {
          // Looked up at every call: a build in the meantime has other files, and a missing one would end the process.
          dev: true,
          etag: true,
          brotli: true,
          gzip: true,
          setHeaders: (response, path) => {
            // Built files bear the hash of what is in them.
            response.setHeader(
              'Cache-Control',
              path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
            );
          },
        }),
      }))
      .catch((error: unknown) => {
        built = undefined;
        throw error;
      }));
  // A route of Express would also answer OPTIONS, which the API answers here.
  router.use((request, _response, next) => next(request.method === 'GET' ? undefined : 'router'));
  router.use(async (request, response, next) => {
    if (BUILT.test(request.path)) (await load()).files(request, response, next);
    else next();
  });
  router.use(async (request, response, next) => {
    const chosen = typeof request.query['locale'] === 'string' ? request.query['locale'] : undefined;
    const kept = CHOICE.exec(request.get('cookie') ?? '')?.[1];
    const languages = wantedLanguages(request, chosen ?? kept);
    const baseUrl = ownAddress(options.publicUrl, request);
    let page: Page | undefined;
    try {
      page = await find({ path: request.path, languages, baseUrl });
    } catch (error) {
      if (request.accepts(['json', 'html']) !== 'html') throw error;
      options.log.error({ err: error, request_id: stateOf(response).requestId }, 'page failed');
      sendFailure(response, (await load()).template, error, messageLanguage(languages));
      return;
    }
    // Whoever asks for no document is told of a mistaken address as of any error.
    if (page === undefined || (page.status === 404 && request.accepts(['json', 'html']) !== 'html')) {
      next();
      return;
    }
    const { template } = await load();
    if (chosen !== undefined)
      response.cookie('locale', page.locale, {
        maxAge: CHOICE_SECONDS * 1000,
        sameSite: 'lax',
        secure: options.publicUrl?.startsWith('https:') ?? false,
      });
    send(request, response, page, write(template, page, `${baseUrl}${request.path}`));
  });
  return router;
}

function send(request: Request, response: Response, page: Page, text: string): void {
  const tag = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  response
    .type('html')
    .vary('Accept-Language')
    .vary('Cookie')
    .set({
      'Content-Language': page.locale,
      'Cache-Control': 'no-cache',
      ETag: `"${tag}"`,
      'Content-Security-Policy': policyOf(page),
    });
  if (page.embeddable) response.removeHeader('X-Frame-Options');
  if (page.status === 200 && isNamedIn(request.get('if-none-match'), tag)) response.status(304).end();
  else response.status(page.status).send(text);
}

/** Nothing runs and nothing is loaded but what comes from here, and pictures from where the city says. */
function policyOf({ theme, embeddable, pictureOrigins }: Page): string {
  const hash = createHash('sha256').update(theme).digest('base64');
  return [
    "default-src 'self'",
    `style-src 'self' 'sha256-${hash}'`,
    ["img-src 'self' data: blob:", ...pictureOrigins].join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${embeddable ? '*' : "'self'"}`,
  ].join('; ');
}

/** In words for a person: a browser shows nothing else of an error. */
function sendFailure(response: Response, template: string, error: unknown, language: string): void {
  const { requestId } = stateOf(response);
  const { status, headers, problem } = errorReply(error, requestId, language);
  const text = template
    .replace('<html lang="en"', () => `<html lang="${language}"`)
    .replace('<!--head-->', () => `<title>${escapeHtml(problem.title)}</title>`)
    .replace(/<script .*?<\/script>/g, '')
    .replace(
      '<div id="app"></div>',
      () => `<main class="page"><h1>${status}</h1><p>${escapeHtml(problem.detail)}</p></main>`,
    );
  response
    .status(status)
    .type('html')
    .set({ ...headers, 'Cache-Control': 'no-store', 'Content-Language': language })
    .send(text);
}

/** `pl` → `pl_PL`, as the Open Graph protocol has it. */
function withTerritory(locale: string): string {
  const { language, region } = new Intl.Locale(locale).maximize();
  return `${language}_${region}`;
}

/** For search engines: which address is the page's, whatever filters stand behind it, and where it is in which language. */
const linksOf = ({ locales }: Page, address: string): string[] => {
  const link = (rel: string, query: string) => `<link ${rel} href="${escapeHtml(address)}${query}" />`;
  return [
    link('rel="canonical"', ''),
    ...locales.map((locale) => link(`rel="alternate" hreflang="${locale}"`, `?locale=${locale}`)),
    link('rel="alternate" hreflang="x-default"', ''),
  ];
};

/** @param address its own, for those who share it */
function write(template: string, page: Page, address: string): string {
  const { title, description, picture } = page;
  const others = page.locales.filter((locale) => locale !== page.locale);
  const meta = (name: 'name' | 'property', key: string, content: string) =>
    `<meta ${name}="${key}" content="${escapeHtml(content)}" />`;
  const head = [
    `<title>${escapeHtml(title)}</title>`,
    meta('name', 'description', description),
    meta('property', 'og:title', title),
    meta('property', 'og:description', description),
    meta('property', 'og:type', 'website'),
    meta('property', 'og:locale', withTerritory(page.locale)),
    ...others.map((locale) => meta('property', 'og:locale:alternate', withTerritory(locale))),
    meta('property', 'og:url', address),
    ...(page.status === 404 ? [] : linksOf(page, address)),
    ...(picture === undefined ? [] : [meta('property', 'og:image', picture)]),
    `<style>${page.theme}</style>`,
    `<script type="application/json" id="start">${JSON.stringify(page.start).replace(/</g, '\\u003c')}</script>`,
  ].join('\n    ');
  // By function: a `$` in what is put in is no pattern.
  return template
    .replace('<html lang="en"', () => `<html lang="${escapeHtml(page.locale)}"`)
    .replace('<!--head-->', () => head)
    .replace('<!--noscript-->', () => `<p>${escapeHtml(page.withoutScripts)}</p>`);
}
