// The operator's page in a real browser: an event that a view cannot take is seen, decided about and gone, without a word of any tenant's data.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { equal, is, match, not } from 'uvu/assert';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { type Hub, startHub, temporaryFolder } from '../hub.ts';
import { spec } from '../spec.ts';
import { breaches, chromiumPath, launch, openWindow, overflows } from './browser.ts';

const chromium = chromiumPath();

spec('the operator’s page', (it, { setup, teardown }) => {
  if (!chromium) return it('shows what is parked', () => {}, { unless: 'no chromium on this machine' });
  const folder = temporaryFolder('hub-operation');
  let hub: Hub;
  let browser: Browser;
  setup(async () => {
    hub = await startHub(folder.path);
    browser = await launch(chromium);
  });
  teardown(async () => {
    await browser?.close();
    await hub?.stop();
    folder.remove();
  });

  /** What no command could bring into the log, and PostgreSQL cannot store. */
  async function spoil(): Promise<void> {
    const { eventStore } = JSON.parse(readFileSync(join(folder.path, 'engines.json'), 'utf8')) as { eventStore: string };
    const store = makeEventStore({ url: eventStore });
    const id = randomUUID();
    const actor = { id: 'test', kind: 'system', role: 'system' } as const;
    const meta = { tenant: 'klinik', actor, correlationId: id, causationId: id, schema: 1, occurredAt: new Date().toISOString(), subject: 'klinik' };
    const data = { slug: 'klinik', name: 'Geheim\u0000', kind: 'clinic', locale: 'tr', timezone: 'Europe/Istanbul' };
    await store.append({ tenant: 'klinik', slice: 'tenant', id: randomUUID() }, [{ id, type: 'TenantRegistered', data, meta }], 'any');
    await store.close();
  }

  it('what is parked is shown with its cause and its remedy, can be tried again and discarded with a reason, and then all is well', async () => {
    await spoil();
    const { email, password } = hub.logins.find(({ role }) => role === 'operator')!;
    const { page, complaints } = await openWindow(browser, hub.address, { reducedMotion: 'reduce', colorScheme: 'dark' });
    page.setDefaultTimeout(60_000);
    await page.goto('/');
    await page.getByLabel('E-posta').fill(email);
    await page.getByLabel('Parola', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Giriş yap' }).click();
    await page.getByRole('link', { name: 'İşletim' }).click();
    await page.getByRole('heading', { name: 'Görünümlerin işletimi' }).waitFor();
    const row = page.locator('tr', { hasText: 'TenantRegistered' }).first();
    await row.waitFor();
    match(await page.getByLabel('Bulgular').innerText(), /1 olayı işleyemedi/);
    not.match(await page.locator('main').innerText(), /Geheim/);
    equal(await breaches(page), []);
    is(await overflows(page), false);

    const decide = async (word: string) => {
      await row.getByRole('button', { name: word }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').fill('Kayıt düzeltildi');
      await dialog.getByRole('button', { name: word }).click();
      await dialog.waitFor({ state: 'hidden' });
    };
    await decide('Yinele');
    await row.locator('td', { hasText: /^2$/ }).waitFor();
    await decide('Atla');
    await page.getByText('bekletilen olay yok').waitFor();
    is(await row.count(), 0);
    equal(complaints, []);
  });
});
