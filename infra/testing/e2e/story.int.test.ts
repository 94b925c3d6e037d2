// The product's story in a real browser on a real hub: sign in, import, open a case, live recommendation, decisions, replay.
import type { Locator, Page } from 'playwright-core';
import { equal, is, match, ok } from 'uvu/assert';
import { spec } from '../spec.ts';
import { chromiumPath, signIn } from './browser.ts';
import { bundleOf } from './bundle.ts';
import { keepPicture } from './pictures.ts';
import { makeStage, makeSteps, type Window } from './stage.ts';

const chromium = chromiumPath();

spec('the story in a browser', (it, hooks) => {
  if (!chromium) return it('is told from sign-in to replay', () => {}, { unless: 'no chromium on this machine' });
  const { login, window } = makeStage(hooks, 'hub-story', chromium);
  let doctor: Window;
  let coordinator: Window;
  let page: Page;
  const selin = bundleOf('Öykü');
  const importFile = async (name: string, body: object) => {
    await page.keyboard.press('i');
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(body)) });
    const dialog = page.getByRole('dialog', { name: 'FHIR R4 içe aktar' });
    await dialog.getByText('Aktarım bitti').waitFor();
    return dialog;
  };
  const sum = async (dialog: Locator, name: string) => Number(await dialog.locator('.sums > div').filter({ hasText: name }).locator('dd').innerText());

  const step = makeSteps(it, 'hub-story', () => page);

  hooks.setup(async () => {
    doctor = await window({ reducedMotion: 'no-preference' });
    coordinator = await window({ reducedMotion: 'no-preference' });
    page = doctor.page;
  });

  step('a wrong password is refused in words, a right one opens the case list of the tenant', async () => {
    const { email, password } = login('doctor');
    await page.goto('/');
    await keepPicture(page, 'sign-in');
    await page.getByLabel('E-posta').fill(email);
    await page.getByLabel('Parola', { exact: true }).fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByText('E-posta ya da parola doğru değil.').waitFor();
    doctor.complaints.length = 0; // the browser itself reports the refused request
    await signIn(page, { email, password });
    match(new URL(page.url()).pathname, /^\/t\/[a-z0-9]+\/cases$/);
  });
  step('a bundle is imported with a report by type, and a second time changes nothing', async () => {
    const first = await importFile('selin.json', selin);
    is(await sum(first, 'yeni'), 8);
    is(await sum(first, 'atlanan'), 1);
    is(await sum(first, 'reddedilen'), 0);
    await first.getByText('Claim 1').waitFor();
    await page.keyboard.press('Escape');
    await first.waitFor({ state: 'hidden' });
    const second = await importFile('selin.json', selin);
    is(await sum(second, 'yeni'), 0);
    is(await sum(second, 'değişmeyen'), 8);
    await page.keyboard.press('Escape');
    await second.waitFor({ state: 'hidden' });
  });
  step('a broken file is refused with its place and reason, and nothing is kept of it', async () => {
    const broken = structuredClone(bundleOf('Bozuk')) as { entry: { resource: Record<string, unknown> }[] };
    broken.entry[0]!.resource.birthDate = 'yesterday';
    const dialog = await importFile('broken.json', broken);
    ok((await sum(dialog, 'reddedilen')) >= 1);
    is(await sum(dialog, 'yeni'), 0);
    match(await dialog.locator('.refusals').innerText(), /Bundle\.entry\[0\]\.resource\.birthDate/);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    doctor.complaints.length = 0; // the browser itself reports the refused request
  });
  step('a case is opened for the patient by keyboard', async () => {
    await signIn(coordinator.page, login('coordinator'));
    await coordinator.page.locator('.case-row a').first().waitFor();
    await page.keyboard.press('n');
    await page.getByRole('combobox', { name: 'Hasta' }).pressSequentially('selin oyku');
    await page.getByRole('option', { name: /Selin Öykü/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'İşlem' }).click();
    await page.getByRole('option', { name: 'Tüp mide ameliyatı' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Vaka aç' }).click();
    await page.getByRole('heading', { level: 1, name: 'Selin Öykü' }).waitFor();
    await page.getByText('Penisilin alerjisi').first().waitFor();
  });
  step('a colleague’s list says that there is a new case and moves no row by itself', async () => {
    const { page: other } = coordinator;
    const before = await other.locator('.case-row a').allInnerTexts();
    const hint = other.getByRole('button', { name: '1 yeni vaka. Göster' });
    await hint.waitFor();
    equal(await other.locator('.case-row a').allInnerTexts(), before);
    await hint.click();
    await other.getByRole('link', { name: 'Selin Öykü' }).waitFor();
  });
  step('recommendations arrive by themselves when the case enters review', async () => {
    await page.getByText('Öneri yok').waitFor();
    for (const stage of ['Kabul', 'İnceleme']) {
      await page.keyboard.press('a');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: `${stage} aşamasına ilerlet` })
        .click();
      await page.locator('.path [aria-current=step]').filter({ hasText: stage }).waitFor();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await page.locator('.rec[data-open]').first().waitFor();
    await page.locator('.rec', { hasText: 'PRE-A1C' }).waitFor();
    await page.locator('.rec', { hasText: 'PRE-VKA' }).waitFor();
    match(
      await page
        .locator('[aria-live=polite]')
        .allInnerTexts()
        .then((all) => all.join()),
      /Yeni öneri/,
    );
    await keepPicture(page, 'case');
  });
  step('the colleague’s row shows the new stage and the open recommendations in place', async () => {
    const row = coordinator.page.locator('.case-row', { hasText: 'Selin Öykü' });
    await row.getByText('İnceleme').waitFor();
    await row.getByRole('img', { name: /Karar bekleyen \d+ öneri/ }).waitFor();
  });
  step('one is accepted, one edited, one rejected with a reason, and each shows who decided', async () => {
    const card = (rule: string) => page.locator('.rec', { hasText: `${rule}@` });
    await card('PRE-VKA').getByRole('button', { name: 'Kabul et' }).click();
    await card('PRE-VKA').getByText('Kabul edildi', { exact: true }).waitFor({ state: 'attached' });
    for (const [rule, open, done, word] of [
      ['PRE-A1C', 'Düzenle…', 'Metni kaydet', 'Değiştirilerek kabul edildi'],
      ['PRE-ANAEMIA', 'Reddet…', 'Reddet', 'Reddedildi'],
    ] as const) {
      await card(rule).getByRole('button', { name: open }).click();
      await page.getByRole('dialog').getByLabel('Gerekçe').fill('Tetkik yeni yapıldı, hekim notu.');
      await page.getByRole('dialog').getByRole('button', { name: done, exact: true }).click();
      await card(rule).getByText(word, { exact: true }).waitFor({ state: 'attached' });
    }
  });
  step('leaving the review with open flags is refused in words', async () => {
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Uygun', { exact: true }).check();
    await dialog.getByRole('button', { name: 'Teklif aşamasına ilerlet' }).click();
    await dialog.getByText(/Açık sarı ya da kırmızı uyarı/).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    doctor.complaints.length = 0; // the browser itself reports the refused request
  });
  step('replay shows the case as of any event beside now, by buttons as well as by the slider', async () => {
    await page.keyboard.press('r');
    const slider = page.getByRole('slider');
    await slider.waitFor();
    await page.getByText('Şimdiden farkı yok').waitFor();
    await page.getByRole('button', { name: 'İlk olay' }).click();
    await page.getByText(/Şimdiye göre \d+ fark/).waitFor();
    match((await slider.getAttribute('aria-valuetext')) ?? '', /^Olay 1\/\d+: Vaka açıldı, \d\d\.\d\d\.\d{4} \d\d:\d\d$/);
    const stage = page.locator('.comparison tr', { hasText: 'Aşama' }).first();
    equal(await stage.locator('td').allInnerTexts(), ['Talep', 'İnceleme']);
    await page.getByRole('button', { name: 'Sonraki olay' }).click();
    await stage.getByText('Kabul').waitFor();
    await slider.focus();
    await page.keyboard.press('End');
    await page.getByText('Şimdiden farkı yok').waitFor();
    await page.keyboard.press('Home');
    await page.getByText(/Şimdiye göre \d+ fark/).waitFor();
    await page.getByRole('button', { name: 'Sonraki olay' }).click();
    await page.getByRole('button', { name: 'Sonraki olay' }).click();
    await stage.getByText('sonra değişti').waitFor({ state: 'detached' });
    await keepPicture(page, 'replay');
    await page.reload();
    await page.getByRole('slider').waitFor(); // the moment is in the address, the session in a cookie
    match((await page.getByRole('slider').getAttribute('aria-valuetext')) ?? '', /^Olay 3\//);
    await page.locator('.banner').getByRole('button', { name: 'Şimdiye dön' }).click();
    await page.getByRole('heading', { name: 'Öneriler' }).waitFor();
  });
  step('the console of neither window has a complaint', () => {
    equal(doctor.complaints, []);
    equal(coordinator.complaints, []);
  });
});
