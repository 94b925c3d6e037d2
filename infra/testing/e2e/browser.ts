// A real Chromium for tests, and what a test wants to know about a page.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const PLACES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The hub has too much to do for a moment; pages ask again, and a test sees whether what it waits for comes. */
const BUSY = /status of 503/;

/** Where Chromium is on this machine; undefined when it is not installed. */
export const chromiumPath = (): string | undefined => PLACES.find((path) => path && existsSync(path));

export const launch = (executablePath: string): Promise<Browser> => chromium.launch({ executablePath, args: FLAGS });

/** A window of its own, with its own session. `complaints` gathers console errors, warnings and thrown errors. */
export async function openWindow(browser: Browser, address: string, options: Parameters<Browser['newContext']>[0] = {}) {
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'tr-TR', baseURL: address, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (BUSY.test(message.text())) return;
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
  return { context, page, complaints };
}

/** `arrivesAt`: the heading of the page where people of the role arrive. */
export async function signIn(page: Page, { email, password }: { email: string; password: string }, arrivesAt = 'Vakalar'): Promise<void> {
  await page.goto('/');
  await page.getByLabel('E-posta').fill(email);
  await page.getByLabel('Parola', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Giriş yap' }).click();
  await page.getByRole('heading', { name: arrivesAt, level: 1 }).waitFor();
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
type Violation = { id: string; impact: string; nodes: { target: string[] }[] };

/** The serious and critical breaches of WCAG 2.2 AA on the page as it is now, each with the first elements that commit it. */
export async function breaches(page: Page): Promise<string[]> {
  // Colours on their way from one state to another are not those people read.
  await page.evaluate(
    'Promise.all(document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity).map((a) => a.finished.catch(() => {})))',
  );
  await page.evaluate(axeSource);
  const found = await page.evaluate<Violation[]>(`axe.run(document, { runOnly: ${JSON.stringify(WCAG)} }).then((result) => result.violations)`);
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ target }) => target.join(' '))
          .join(' | ')}`,
    );
}

/** True when the page has to be scrolled sideways. */
export const overflows = (page: Page): Promise<boolean> => page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
