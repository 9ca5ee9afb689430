import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where a Chromium is: the one of the environment, of the path, or of Playwright. */
const executablePath = [
  process.env['SIGNPOST_TEST_CHROMIUM'],
  ...(process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name))),
  chromium.executablePath(),
].find((path) => path !== undefined && path !== '' && existsSync(path));

export const HAS_CHROMIUM = executablePath !== undefined;
export const WITHOUT_CHROMIUM =
  'there is no Chromium: install one (apt-get install chromium, or npx playwright-core install chromium), or name it in SIGNPOST_TEST_CHROMIUM';

/** Closes whatever a test has opened: what stays open goes on asking and drawing beside the next one. */
export async function closeContexts(browser: Browser): Promise<void> {
  await Promise.all(browser.contexts().map((context) => context.close()));
}

/** Starts it without a window. */
export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(WITHOUT_CHROMIUM);
  return chromium.launch({ executablePath });
}
