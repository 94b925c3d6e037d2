// The auditor's pages in a real browser on a real hub: replay, causes, proofs, disclosures, break-glass, and a pack that verifies elsewhere.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { equal, is, match, not } from 'uvu/assert';
import { signedIn } from '../hub.ts';
import { spec } from '../spec.ts';
import { chromiumPath, overflows, signIn } from './browser.ts';
import { keepPicture } from './pictures.ts';
import { makeChecks, makeStage, makeSteps } from './stage.ts';

const chromium = chromiumPath();
const REASON = 'Havalimanında fenalaştı, dosyası gerekti.';

spec('an auditor in a browser', (it, hooks) => {
  if (!chromium) return it('goes from replay to a pack that verifies', () => {}, { unless: 'no chromium on this machine' });
  const { hub, folder, login, window } = makeStage(hooks, 'hub-audit-pages', chromium);
  let page: Page;
  let complaints: string[];
  const { found, check } = makeChecks();
  const part = (name: string) => page.getByRole('navigation', { name: 'Denetimin bölümleri' }).getByRole('link', { name });

  const step = makeSteps(it, 'hub-audit', () => page);

  hooks.setup(async () => {
    const admin = await signedIn(hub(), 'admin', login('auditor').tenant);
    const patientId = (await admin.json<{ items: { id: string }[] }>('/api/patients')).body.items[0]!.id;
    const { id } = (await admin.json<{ id: string }>('/api/break-glass', { patientId, minutes: 5, reason: REASON })).body;
    is((await admin.json(`/api/break-glass/${id}/close`, {})).status, 200);
    const coordinator = await signedIn(hub(), 'coordinator', login('auditor').tenant);
    const forgotten = { name: { given: ['Silinecek'], family: 'Kişi' }, birthDate: '1990-01-01', sex: 'female' };
    const { id: gone, position } = (await coordinator.json<{ id: string; position: string }>('/api/patients', forgotten)).body;
    is((await admin.json(`/api/erasures/${gone}`, { step: 'destroy' }, { 'hub-wait-for': position })).status, 200);
    ({ page, complaints } = await window({ acceptDownloads: true }));
    await signIn(page, login('auditor'));
  });

  step('replays a stream by keyboard, found by a patient’s name: then beside now, in words and as JSON', async () => {
    const name = (await page.locator('.case-row a').first().innerText()).trim();
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('heading', { name: 'Neye bakmak istiyorsunuz?' }).waitFor();
    await check(page, 'find');
    await page.getByRole('combobox', { name: 'Ya da adıyla bir hasta' }).pressSequentially(name.split(' ')[0]!);
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    await page.getByRole('slider').waitFor();
    await page.getByText('Şimdiden farkı yok').waitFor();
    await page.keyboard.press('[');
    await page.getByRole('button', { name: 'İlk olay' }).click();
    await page.getByText(/Şimdiye göre \d+ fark/).waitFor();
    match((await page.getByRole('slider').getAttribute('aria-valuetext')) ?? '', /^Olay 1\/\d+: /);
    await keepPicture(page, 'audit-replay');
    await page.getByText('Alan yoluna göre fark').click();
    await page.getByText('Olay, JSON olarak').click();
    await page.locator('.audit-event pre', { hasText: 'causationId' }).waitFor();
    await check(page, 'stream');
  });
  step('shows it through the rights of another member as they were', async () => {
    await page.getByRole('button', { name: 'Son olay' }).click();
    await page.getByRole('combobox', { name: 'Kimin yetkisiyle' }).click();
    await page
      .getByRole('option', { name: /\(Yönetici\)/ })
      .first()
      .click();
    await page.getByText(/Yönetici yetkisiyle/).waitFor();
    await page.locator('.comparison td', { hasText: 'Gizli' }).first().waitFor();
  });
  step('walks from an event to its causes and effects, and back', async () => {
    await page.getByRole('link', { name: 'Nedenler ve etkiler' }).click();
    await page.locator('.audit-tree li li a').first().waitFor();
    await check(page, 'trace');
    await page.locator('.audit-tree li li a').first().click();
    await page.getByRole('slider').waitFor();
  });
  step('proves the event in the browser: its leaf under a root whose signature holds', async () => {
    await page.getByRole('link', { name: 'Bir olayı kanıtla' }).click();
    const steps = page.getByRole('status', { name: 'Bir olayı kanıtla' }).locator('li');
    await steps.nth(1).waitFor();
    equal(await steps.evaluateAll((all) => all.map((one) => one.getAttribute('data-found'))), ['holds', 'holds']);
  });
  step('checks the log from its public files, goes on from the visit before, and sees a changed tile', async () => {
    const card = page.getByRole('region', { name: 'Bu kurumun günlüğü' });
    const states = async () => {
      await card.getByRole('button', { name: 'Bu tarayıcıda denetle' }).click();
      await card.locator('.audit-steps li').nth(3).waitFor();
      await card.locator('button[data-loading]').waitFor({ state: 'detached' });
      return card.locator('.audit-steps li').evaluateAll((all) => all.map((one) => one.getAttribute('data-found')));
    };
    equal(await states(), ['holds', 'none', 'holds', 'none']);
    await check(page, 'ledger');
    await page.reload();
    equal(await states(), ['holds', 'holds', 'holds', 'holds']);
    await keepPicture(page, 'audit-ledger');
    await page.route('**/ledger/*/tile/**', async (route) => {
      const body = await (await route.fetch()).body();
      body[body.length - 1]! ^= 1;
      await route.fulfill({ body });
    });
    await page.reload();
    is((await states())[2], 'broken');
    await card.getByText('BOZUK').first().waitFor();
    await page.unroute('**/ledger/*/tile/**');
  });
  step('finds who saw what of whom, and a filter stands in the address', async () => {
    await part('Kim ne gördü').click();
    await page.locator('.table tbody tr').first().waitFor();
    await check(page, 'disclosures');
    await page.locator('.table .audit-choose code').first().click();
    await page.waitForURL(/personId=/);
    await page.locator('.table tbody tr').first().waitFor();
    await keepPicture(page, 'audit-disclosures');
  });
  step('judges an emergency look, once, with what was seen under it at hand', async () => {
    await part('Acil bakışlar').click();
    const row = page.locator('.table tr', { hasText: REASON });
    await row.getByRole('button', { name: 'Karar ver' }).click();
    const dialog = page.getByRole('dialog', { name: 'Karar ver' });
    await dialog.getByLabel('Haklı', { exact: true }).check();
    await check(page, 'break-glass');
    await dialog.getByRole('button', { name: 'Karar ver' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await row.waitFor({ state: 'detached' });
    await page.getByText('İncelendi', { exact: true }).click();
    await row.getByText('Haklı', { exact: true }).waitFor();
  });
  step('shows how far an erasure is, place by place', async () => {
    await part('Silinmeler').click();
    const card = page.locator('.audit-event').first();
    await card.getByText(/\d+ yerden \d+ tanesi tamam/).waitFor();
    await card.getByText(/yere soruldu/).click();
    await card.getByText('Veri ambarı').waitFor();
    await card.getByText(/^(Sürüyor|Tamamlandı)$/).waitFor();
    await check(page, 'erasures');
    await keepPicture(page, 'audit-erasures');
  });
  step('takes a pack away that verifies without the hub', async () => {
    await part('Kanıt').click();
    await page.getByLabel('Bir hasta').check();
    await page.getByRole('combobox', { name: 'Kimin verisi' }).click();
    await page.getByRole('option').first().click();
    await check(page, 'evidence');
    const [file] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), page.getByRole('button', { name: 'Paketi hazırla' }).click()]);
    await page.getByText(/kaydedildi/).waitFor();
    const [, key] = /--key (\S+)/.exec(await page.locator('.audit-done code').innerText())!;
    const out = join(folder, 'pack.tar.gz');
    await file.saveAs(out);
    const verified = spawnSync(process.execPath, ['infra/ledger/verify/synchron-verify.mjs', out, '--key', key!], { encoding: 'utf8' });
    match(verified.stdout, /^sound: /);
    await keepPicture(page, 'audit-evidence');
  });
  step('is accessible in the dark theme as well, needs no sideways scrolling at 320 px, and leaves no complaint', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const name of ['Defter', 'Kim ne gördü', 'Acil bakışlar', 'Silinmeler', 'Kanıt', 'Geçmiş']) {
      await part(name).click();
      await page.getByRole('status', { name: 'Yükleniyor' }).waitFor({ state: 'detached' });
      await check(page, `${name}, dark`);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    for (const name of ['Defter', 'Kim ne gördü', 'Acil bakışlar', 'Silinmeler', 'Kanıt', 'Geçmiş']) {
      await part(name).click();
      not(await overflows(page), name);
    }
    equal(found, []);
    equal(complaints, []);
  });
});
