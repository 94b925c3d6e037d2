// The analysts' page in a real browser: asked by keyboard, cancelled, saved in versions, charted, exported, and keys for other tools.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { equal, is, match, ok } from 'uvu/assert';
import { spec } from '../spec.ts';
import { chromiumPath, overflows, signIn } from './browser.ts';
import { keepPicture } from './pictures.ts';
import { makeChecks, makeStage } from './stage.ts';

const chromium = chromiumPath();
const SLOW = 'SELECT count() FROM numbers(190000000) WHERE sipHash64(sipHash64(SHA256(toString(number)))) = 1';

spec('the analysts’ page', (it, hooks) => {
  if (!chromium) return it('asks, charts and exports', () => {}, { unless: 'no chromium on this machine' });
  const { login, window } = makeStage(hooks, 'hub-analytics', chromium);
  let page: Page;
  let complaints: string[];
  const sql = () => page.getByLabel(/^SQL/);
  const row = (text: string) => page.locator('tbody tr', { hasText: text });
  const tab = (name: string) => page.getByRole('tab', { name }).click();
  const ask = async (text: string) => {
    await sql().fill(text);
    await sql().press('Control+Enter');
  };
  const { found, checkBoth } = makeChecks();

  hooks.setup(async () => {
    ({ page, complaints } = await window({ acceptDownloads: true }));
    page.setDefaultTimeout(30_000);
    await signIn(page, login('analyst'), 'Analiz');
  });

  it('answers what is asked by keyboard, page by page, and says how fresh it is', async () => {
    await sql().press('Control+Enter');
    await row('lead').waitFor();
    await page.getByText(/itibarıyla/).waitFor();
    await checkBoth(page, 'desk');
    await ask('SELECT number AS n FROM numbers(120)');
    await page.getByText('1–50 / 120').waitFor();
    await page.getByRole('button', { name: 'Sonraki' }).click();
    await page.getByText('51–100 / 120').waitFor();
    await ask('SELECT * FROM hub.events');
    match(await page.getByRole('alert').innerText(), /cannot be read/);
  });
  it('shows a slow question as running, and ends it when it is cancelled', async () => {
    await ask(SLOW);
    await page.getByText('Çalışıyor…').waitFor();
    await page.getByRole('button', { name: 'Sorguyu durdur' }).click();
    await page.getByRole('alert').getByText('Sorgu durduruldu.').waitFor();
  });
  it('keeps a query in versions with its parameters', async () => {
    const save = async (button: string) => {
      await page.getByRole('button', { name: 'Kaydet', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Ad' }).fill('Aşamalar');
      await dialog.getByRole('combobox', { name: 'Gösterim' }).click();
      await page.getByRole('option', { name: 'Çubuklar' }).click();
      await dialog.getByRole('button', { name: button, exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
    };
    await ask('SELECT stage, cases FROM case_funnel WHERE cases >= {least:UInt64} ORDER BY step');
    await page.getByLabel('least').fill('1');
    await page.getByRole('button', { name: 'Çalıştır' }).click();
    await row('lead').waitFor();
    await save('Kaydet');
    await page.getByRole('button', { name: /Aşamalar.*Sürüm 1/ }).waitFor();
    await sql().fill('SELECT stage, cases, went_on FROM case_funnel WHERE cases >= {least:UInt64} ORDER BY step');
    await save('Yeni sürüm kaydet');
    await page.getByRole('button', { name: /Aşamalar.*Sürüm 2/ }).waitFor();
    await page.getByRole('button', { name: 'Çalıştır' }).click();
    await page.locator('.bars li').first().waitFor();
    await checkBoth(page, 'saved');
  });
  it('saves the answer as a file', async () => {
    const button = page.getByRole('group', { name: 'Dosya olarak kaydet' }).getByRole('button', { name: 'CSV' });
    const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
    const file = readFileSync(await download.path(), 'utf8');
    match(file, /^"stage","cases","went_on"\n"lead",\d+/);
  });
  it('puts saved queries on a dashboard, each chart with its table', async () => {
    await tab('Panolar');
    await page.getByRole('button', { name: 'Yeni pano' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Ad' }).fill('Pazartesi');
    await dialog.getByRole('button', { name: 'Kutu ekle' }).click();
    await dialog.getByRole('combobox', { name: 'Kutu 1' }).click();
    await page.getByRole('option', { name: 'Aşamalar' }).click();
    await dialog.getByRole('button', { name: 'Kaydet' }).click();
    const tile = page.getByRole('region', { name: 'Aşamalar' });
    await tile.locator('.bars li').first().waitFor();
    await tile.getByText('Tablo olarak').click();
    await row('lead').waitFor();
    await checkBoth(page, 'dashboard');
    await keepPicture(page, 'analysis');
  });
  it('explains every view, and takes one to the desk', async () => {
    await tab('Sözlük');
    await page.getByRole('searchbox').fill('kabul oranı');
    await page.getByText('agent_decisions', { exact: true }).click();
    await checkBoth(page, 'dictionary');
    await page.getByRole('button', { name: 'agent_decisions görünümüne sor' }).click();
    match(await sql().inputValue(), /FROM agent_decisions/);
  });
  it('issues a key that a tool can use, and revokes it', async () => {
    await tab('Başka araçlar');
    await page.getByLabel('Ne için').fill('Grafana');
    await page.getByRole('button', { name: 'Anahtar ver' }).click();
    await page.locator('.issued').waitFor();
    const [address, user, key] = await page.locator('.issued dd code').allInnerTexts();
    await row('Grafana').waitFor();
    const status = async () =>
      (await fetch(`${address}/?query=SELECT%201`, { headers: { authorization: `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}` } })).status;
    is(await status(), 200);
    await checkBoth(page, 'tools');
    await page.getByRole('button', { name: 'İptal et: Grafana' }).click();
    await row('iptal edildi').waitFor();
    is(await status(), 401);
  });
  it('fits a telephone, and nothing complained', async () => {
    for (const part of ['Sorgu', 'Panolar', 'Sözlük', 'Başka araçlar']) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await tab(part);
      await page.setViewportSize({ width: 390, height: 800 });
      ok(!(await overflows(page)), part);
    }
    equal(found, []);
    equal(
      complaints.filter((complaint) => !/status of (400|403|409|422)/.test(complaint)),
      [],
    );
  });
});
