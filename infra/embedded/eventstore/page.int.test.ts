// The page for people, in a real browser when there is one, and the JSON behind it.
import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import * as assert from 'uvu/assert';
import { breaches, chromiumPath, launch } from '../../testing/e2e/browser.ts';
import { spec } from '../../testing/spec.ts';
import { EventStoreDBClient, jsonEvent, persistentSubscriptionToStreamSettingsFromDefaults as settings, START } from './testing/client.ts';
import { type Started, startEventStore } from './start.ts';
import { aStream, events, until } from './testing/harness.ts';

const chromium = chromiumPath();
const unless = chromium ? undefined : 'no chromium on this machine';
const HOSTILE = '<img src=x onerror="document.title=1">';

spec('the page of the event store', (it, { setup, teardown }) => {
  let server: Started;
  let client: EventStoreDBClient;
  let browser: Browser | undefined;
  const stream = aStream('shown');
  const at = (path: string): string => `http://127.0.0.1:${server.port}${path}`;
  const asked = async (path: string) => (await (await fetch(at(path))).json()) as Record<string, never>;
  setup(async () => {
    server = await startEventStore({});
    client = EventStoreDBClient.connectionString(server.url);
    await client.appendToStream(stream, [...events(45), jsonEvent({ type: 'Hostile', data: { text: HOSTILE } })]);
    await client.createPersistentSubscriptionToStream(stream, 'readers', settings({ startFrom: START }));
    if (chromium) browser = await launch(chromium);
  });
  teardown(async () => {
    await browser?.close();
    await client.dispose();
    await server.stop();
  });
  async function open(hash: string, options: { locale?: string; colorScheme?: 'dark' | 'light' } = {}): Promise<{ page: Page; errors: string[] }> {
    const page = await (await browser!.newContext({ locale: 'en-GB', ...options })).newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
    await page.goto(at(`/${hash}`));
    await page.waitForSelector('main h2');
    return { page, errors };
  }

  it('pages of events go back and forth, newest first, and streams changed lately are listed', async () => {
    const newest = await asked(`/api/events?stream=${stream}`);
    const revisions = (page: { events: { revision: number }[] }) => page.events.map((e) => e.revision);
    assert.equal([revisions(newest as never)[0], newest['newer'], newest['older']], [45, null, '25']);
    assert.equal(revisions((await asked(`/api/events?stream=${stream}&from=25`)) as never).length, 20);
    assert.is((await asked(`/api/events?stream=${stream}&from=3`))['older'], null);
    assert.ok(JSON.stringify(await asked('/api/streams')).includes(stream));
    assert.equal([(await fetch(at('/api/events?stream=none-1'))).status, (await fetch(at(`/api/events?stream=${stream}&from=x`))).status], [404, 400]);
  });
  it('$cacheControl decides how long answers about a stream may be kept', async () => {
    const caching = async () => (await fetch(at(`/api/events?stream=${stream}`))).headers.get('cache-control');
    assert.is(await caching(), 'no-store');
    await client.setStreamMetadata(stream, { cacheControl: 14 });
    assert.is(await caching(), 'private, max-age=14');
  });
  it('no script but its own runs, and no foreign host name reads events', async () => {
    const policy = (await fetch(at('/'))).headers.get('content-security-policy')!;
    assert.match(policy, "default-src 'none'; script-src 'self'");
    assert.not.match(policy, 'unsafe');
    const status = await new Promise((resolve) => {
      request({ port: server.port, path: '/api/streams', headers: { host: 'evil.example' } }, (r) => (r.resume(), resolve(r.statusCode))).end();
    });
    assert.is(status, 421);
  });
  it(
    'streams, events, settings and persistent subscriptions can be browsed, and what events hold stays text',
    async () => {
      const { page, errors } = await open('');
      await page.getByRole('link', { name: stream, exact: true }).click();
      await page.getByText('Hostile').click();
      assert.match(await page.locator('details[open] pre').first().innerText(), 'onerror');
      await page.getByRole('link', { name: 'Older' }).first().click();
      await page.waitForSelector('text=Newest');
      await page.getByRole('link', { name: 'Persistent subscriptions' }).click();
      await page.waitForSelector('text=readers');
      await page.goto(at('/#/server'));
      await page.waitForSelector('text=$by_category');
      assert.equal([errors, await page.title()], [[], 'Event store']);
    },
    { unless },
  );
  it(
    'the page meets WCAG 2.2 AA in both themes and both languages, and works by keyboard',
    async () => {
      for (const [colorScheme, locale] of [
        ['dark', 'tr-TR'],
        ['light', 'en-GB'],
      ] as const) {
        for (const hash of ['', `#/events/${stream}`, '#/groups']) {
          const { page } = await open(hash, { colorScheme, locale });
          assert.equal(await breaches(page), [], `${colorScheme} ${locale} ${hash}`);
          await page.context().close();
        }
      }
      const { page } = await open('', { locale: 'tr-TR' });
      assert.is(await page.locator('html').getAttribute('lang'), 'tr');
      await page.keyboard.press('/');
      await page.keyboard.type(stream);
      await page.keyboard.press('Enter');
      await page.waitForSelector(`h2:has-text("${stream}")`);
      assert.is(await page.evaluate<string>('document.activeElement.id'), 'main');
    },
    { unless },
  );
  it('the command starts under any Node, and its store ends when it is killed', async () => {
    const bin = spawn(fileURLToPath(new URL('./bin.js', import.meta.url)), ['--in-memory', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let line = '';
    bin.stdout!.on('data', (chunk: Buffer) => (line += String(chunk)));
    await until(() => line.includes('\n'));
    const port = /:(\d+),/.exec(line)![1];
    const isUp = () =>
      fetch(`http://127.0.0.1:${port}/health/live`).then(
        () => true,
        () => false,
      );
    assert.ok(await isUp());
    bin.kill('SIGKILL');
    await until(async () => !(await isUp()));
  });
});
