// What does not go on, in a real browser: an event that a view cannot take, seen by the operator and decided about without a word of any tenant's
// data, and a process that stands still, seen by its tenant.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, is, match, not } from 'uvu/assert';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { spec } from '../spec.ts';
import { breaches, chromiumPath, overflows, signIn } from './browser.ts';
import { keepPicture } from './pictures.ts';
import { makeChecks, makeStage } from './stage.ts';

const chromium = chromiumPath();

spec('the operator’s page', (it, hooks) => {
  if (!chromium) return it('shows what is parked', () => {}, { unless: 'no chromium on this machine' });
  const { folder, login, window } = makeStage(hooks, 'hub-operation', chromium);

  /** Brings into the log what no command could. */
  async function write(slice: string, id: string, type: string, data: object, occurredAt = new Date()): Promise<void> {
    const { eventStore } = JSON.parse(readFileSync(join(folder, 'data', 'engines.json'), 'utf8')) as { eventStore: string };
    const store = makeEventStore({ url: eventStore });
    const event = randomUUID();
    const actor = { id: 'test', kind: 'system', role: 'system' } as const;
    const meta = { tenant: 'klinik', actor, correlationId: event, causationId: event, schema: 1, occurredAt: occurredAt.toISOString(), subject: 'klinik' };
    await store.append({ tenant: 'klinik', slice, id }, [{ id: event, type, data, meta }], 'any');
    await store.close();
  }
  /** PostgreSQL cannot store it. */
  const spoil = () =>
    write('tenant', randomUUID(), 'TenantRegistered', { slug: 'klinik', name: 'Geheim\u0000', kind: 'clinic', locale: 'tr', timezone: 'Europe/Istanbul' });

  it('what is parked is shown with its cause and its remedy, can be tried again and discarded with a reason, and then all is well', async () => {
    await spoil();
    const { page, complaints } = await window({ colorScheme: 'dark' });
    page.setDefaultTimeout(60_000);
    await signIn(page, login('operator'), 'Görünümlerin işletimi');
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

  it('a process that stands still is shown with what it waits for and its remedy, and goes from the list by itself', async () => {
    const task = randomUUID();
    await write('task', task, 'TaskExpired', { kind: 'red-flag', urgency: 'red' }, new Date(Date.now() - 3_600_000));
    const { page, complaints } = await window();
    await signIn(page, login('auditor'));
    await page.getByRole('link', { name: 'Süreçler' }).click();
    const row = page.locator('tbody tr', { hasText: 'Görev' });
    await row.getByText('kimsenin almadığı görevin birine verilmesi').waitFor();
    await row.getByText(/tarihinden beri gecikti/).waitFor();
    await row.getByText(/Görevi üstlenin/).waitFor();
    const { found, checkBoth } = makeChecks();
    await checkBoth(page, 'processes');
    const show = (status: string) => page.getByRole('radiogroup', { name: 'Durum' }).getByText(status).click();
    await show('Tümü');
    await row.getByText('Durdu').waitFor();
    await keepPicture(page, 'processes');
    await show('Durdu');
    await write('task', task, 'TaskSettled', {});
    await page.getByText('Duran süreç yok').waitFor();
    await show('Tümü');
    await row.getByText('Tamamlandı').waitFor();
    match(page.url(), /status=all/);
    await page.setViewportSize({ width: 320, height: 640 });
    is(await overflows(page), false);
    equal([...found, ...complaints], []);
  });
});
