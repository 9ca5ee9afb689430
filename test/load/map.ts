import { HAS_CHROMIUM, launchChromium, WITHOUT_CHROMIUM } from '../support/chromium.ts';
import { until } from '../support/embedded-postgres.ts';
import { databaseUrl, endPrograms, startServerProgram } from '../support/program.ts';
import { openDatabases } from './databases.ts';
import { CITY, WINDOW_EDGES } from './generated-cases.ts';

/** So often the page is opened in a browser that knows nothing of it. */
const TIMES = 7;

/** Run in the page before anything else: notes when the first circles and the first entries of the list are there. */
const NOTES = `
  new MutationObserver((_, observer) => {
    window.listed ??= document.querySelector('.case-entry') ? performance.now() : undefined;
    window.drawn ??= document.querySelector('.map-cluster') ? performance.now() : undefined;
    if (window.listed && window.drawn) observer.disconnect();
  }).observe(document, { childList: true, subtree: true });`;

type Seen = { listed: number; drawn: number; circles: number; words: string };

/** How soon the map of a city with a million cases shows its groups, and how much memory the page takes. */
async function measureMap(): Promise<void> {
  if (!HAS_CHROMIUM) throw new Error(WITHOUT_CHROMIUM);
  const tell = (line: string) => void process.stdout.write(`${line}\n`);
  const databases = await openDatabases(tell);
  const server = await startServerProgram({
    env: { DATABASE_URL: databaseUrl(await databases.filled(1_000_000)), NODE_ENV: 'production' },
  });
  const browser = await launchChromium();
  try {
    const seen: (Seen & { megabytes: number; fetched: number })[] = [];
    for (let time = 0; time < TIMES; time += 1) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en' });
      const page = await context.newPage();
      await page.addInitScript(NOTES);
      const session = await context.newCDPSession(page);
      await session.send('Network.enable');
      let fetched = 0;
      session.on('Network.loadingFinished', ({ encodedDataLength }) => (fetched += encodedDataLength));
      // A first day that nobody has asked for, so that no answer is a kept one.
      const day = new Date(Date.parse(WINDOW_EDGES[0]) - time * 86_400_000).toISOString().slice(0, 10);
      await page.goto(`${server.url}/${CITY.jurisdiction_id}/cases?start_date=${day}`);
      await until(() => page.evaluate('Boolean(window.listed && window.drawn)'));
      await page.waitForLoadState('networkidle');
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize } = await session.send('Runtime.getHeapUsage');
      const one = await page.evaluate<Seen>(`({
        listed: window.listed, drawn: window.drawn,
        circles: document.querySelectorAll('.map-cluster, .map-case').length,
        words: document.querySelector('.map-side .muted').textContent,
      })`);
      seen.push({ ...one, megabytes: usedSize / 2 ** 20, fetched: fetched / 1024 });
      await context.close();
    }
    const [first, ...later] = seen;
    const median = (of: (one: (typeof seen)[number]) => number) =>
      later
        .map(of)
        .sort((a, b) => a - b)
        [Math.floor(later.length / 2)]?.toFixed(1);
    tell(`${first?.words} ${first?.circles} circles.`);
    tell(`First opening: list ${first?.listed.toFixed(0)} ms, circles ${first?.drawn.toFixed(0)} ms.`);
    tell(
      `Median of ${later.length} more: list ${median((one) => one.listed)} ms, circles ${median((one) => one.drawn)} ms, ` +
        `memory ${median((one) => one.megabytes)} MB of JavaScript, ${median((one) => one.fetched)} kB fetched.`,
    );
  } finally {
    await browser.close();
    await endPrograms();
    await databases.close();
  }
}

await measureMap();
