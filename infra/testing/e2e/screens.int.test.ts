// Every screen in both themes: WCAG 2.2 AA by axe-core, keyboard, small windows, and what people without a right see.
import type { Page } from 'playwright-core';
import { equal, is, match, not, ok } from 'uvu/assert';
import { spec } from '../spec.ts';
import { breaches, chromiumPath, overflows, signIn } from './browser.ts';
import { keepPicture } from './pictures.ts';
import { makeChecks, makeStage } from './stage.ts';

const chromium = chromiumPath();

spec('every screen', (it, hooks) => {
  if (!chromium) return it('is accessible in both themes', () => {}, { unless: 'no chromium on this machine' });
  const { hub, login, window } = makeStage(hooks, 'hub-screens', chromium);
  /** The case that has the most to decide. */
  const openCase = async (page: Page) => {
    await page.locator('.case-row .count').first().waitFor();
    await page
      .locator('.case-row', { has: page.locator('.tag-red') })
      .locator('a')
      .first()
      .click();
    await page.locator('.rec').first().waitFor();
    await page.locator('.entry').first().waitFor();
  };

  for (const colorScheme of ['light', 'dark'] as const)
    it(`has no serious breach of WCAG 2.2 AA in the ${colorScheme} theme`, async () => {
      const { page, complaints, context } = await window({ colorScheme });
      const { found, check } = makeChecks();
      const checkDialog = async (key: string, name: string) => {
        await page.keyboard.press(key);
        await page.getByRole('dialog', { name }).waitFor();
        await check(page, name);
        for (const _ of ['a list that is open', 'the dialog']) await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'hidden' });
      };
      await page.goto('/');
      await page.getByLabel('E-posta').waitFor();
      await check(page, 'sign-in');
      await signIn(page, login('doctor'));
      await page.locator('.case-row a').first().waitFor();
      await check(page, 'case list');
      if (colorScheme === 'light') await keepPicture(page, 'cases');
      for (const [key, name] of [
        ['?', 'Klavye'],
        ['t', 'Kurum seç'],
        ['n', 'Vaka aç'],
        ['i', 'FHIR R4 içe aktar'],
      ] as const)
        await checkDialog(key, name);
      await openCase(page);
      await check(page, 'case');
      if (colorScheme === 'dark') await keepPicture(page, 'case-dark');
      await page.getByRole('button', { name: 'Diğer işlemler' }).click();
      await page.getByRole('menu').waitFor();
      await check(page, 'menu');
      await page.getByRole('menuitem', { name: 'Beklemeye al…' }).click();
      await page.getByRole('dialog').waitFor();
      await check(page, 'hold');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.keyboard.press('r');
      await page.getByRole('button', { name: 'Önceki olay' }).click();
      await page.getByText(/fark/).first().waitFor();
      await check(page, 'replay');
      for (const [path, heading] of [
        ['patients', 'Hastalar'],
        ['members', 'Üyeler'],
      ] as const) {
        await page.keyboard.press('g');
        await page.keyboard.press(path[0]!);
        await page.getByRole('heading', { name: heading }).waitFor();
        await page.waitForTimeout(300);
        await check(page, path);
      }
      equal(found, []);
      equal(complaints, []);
      await context.close();
    });

  it('j, k and Enter walk the list; single keys rest while typing and can be switched off', async () => {
    const { page, context } = await window();
    await signIn(page, login('doctor'));
    const rows = page.locator('.case-row a');
    await rows.nth(1).waitFor();
    const focused = () => page.evaluate<string>('document.activeElement.textContent');
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key);
    is(await focused(), await rows.nth(0).innerText());
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('searchbox').pressSequentially('tin?');
    is(await page.getByRole('dialog').count(), 0);
    await page.getByRole('heading', { name: 'Hastalar' }).click();
    await page.keyboard.press('?');
    await page.getByLabel('Tek tuşlu kısayolları kullan').click();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('t');
    await page.waitForTimeout(200);
    is(await page.getByRole('dialog').count(), 0);
    await context.close();
  });
  it('needs no sideways scrolling at 320 px, which is also 400 % zoom', async () => {
    const { page, context } = await window({ viewport: { width: 320, height: 640 } });
    await page.goto('/');
    await page.getByLabel('E-posta').waitFor();
    not(await overflows(page), 'sign-in');
    await signIn(page, login('doctor'));
    await page.locator('.case-row a').first().waitFor();
    not(await overflows(page), 'case list');
    await openCase(page);
    not(await overflows(page), 'case');
    await page.keyboard.press('r');
    await page.getByRole('slider').waitFor();
    not(await overflows(page), 'replay');
    await context.close();
  });
  it('what is focused is not hidden behind the fixed patient header', async () => {
    const { page, context } = await window({ viewport: { width: 1280, height: 620 } });
    await signIn(page, login('doctor'));
    await openCase(page);
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
    for (let n = 0; n < 12; n++) await page.keyboard.press('Shift+Tab');
    const covered = await page.evaluate<boolean>(`(() => {
      const box = document.activeElement.getBoundingClientRect();
      const header = document.querySelector('.banner').getBoundingClientRect();
      return !document.querySelector('.banner').contains(document.activeElement) && box.bottom <= header.bottom && box.left >= header.left;
    })()`);
    is(covered, false);
    await context.close();
  });
  it('the content security policy lets nothing inline run or style, and neither the dashboard nor the API page needs it', async () => {
    const { page, complaints, context } = await window();
    const answer = await page.goto('/');
    const policy = answer!.headers()['content-security-policy']!;
    not.match(policy, 'unsafe');
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]) match(policy, part);
    await signIn(page, login('doctor'));
    await openCase(page);
    await page.keyboard.press('r');
    await page.getByRole('slider').waitFor();
    await page.goto('/docs');
    await page.locator('#operations-tag-auth').click({ timeout: 60_000 });
    await page.locator('[id^=operations-auth-postApiAuthLogin]').click();
    await page.getByRole('button', { name: 'Try it out' }).waitFor();
    equal(complaints, []);
    const styled = await page.evaluate<string>(
      `document.body.insertAdjacentHTML('beforeend', '<p id="x" style="position:fixed">x</p>'); getComputedStyle(document.getElementById('x')).position`,
    );
    is(styled, 'static');
    match(complaints.join(), /Content Security Policy/);
    await context.close();
  });
  it('a role without the right reads the word Gizli and why', async () => {
    const { page, context } = await window();
    await signIn(page, login('admin'));
    const hidden = page.locator('.case-row .tag-absent').first();
    await hidden.waitFor();
    match((await hidden.getAttribute('aria-label')) ?? '', /^Gizli\. Rolünüz bu alanı açmaz/);
    await context.close();
  });
  it('an administrator connects an account at a provider and gets the address for its webhooks', async () => {
    const { page, context, complaints } = await window();
    await signIn(page, login('admin'));
    await page.getByRole('link', { name: 'Sağlayıcılar' }).click();
    await page.getByRole('button', { name: 'WhatsApp: Bağla' }).click();
    await page.getByLabel('Hesap').fill('106540352242922');
    for (const secret of ['Erişim belirteci', 'Uygulama anahtarı', 'Doğrulama sözcüğü']) await page.getByLabel(secret).fill('gizli-sözcük');
    equal(await breaches(page), []);
    await page.getByRole('dialog').getByRole('button', { name: 'Bağla' }).click();
    await page.getByText('/api/hooks/whatsapp/').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'WhatsApp: Bağlantıyı kes' }).waitFor();
    equal([await breaches(page), complaints], [[], []]);
    await context.close();
  });
  it('English is one switch away and is remembered', async () => {
    const { page, context } = await window();
    await page.goto('/');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    is(await page.locator('html').getAttribute('lang'), 'en');
    await context.close();
  });
  it('a link to another tenant asks before it switches, and a foreign one says so', async () => {
    const { logins } = hub();
    const both = logins.find((one) => logins.some((other) => other.email === one.email && other.tenant !== one.tenant));
    const { page, context } = await window();
    await signIn(page, both ?? login('doctor'));
    const here = new URL(page.url()).pathname.split('/')[2];
    await page.goto('/t/nosuchtenant/cases');
    await page.getByText(/üyesi olmadığınız/).waitFor();
    if (both) {
      const there = [...new Set(logins.map((one) => one.tenant))].find((slug) => slug !== here)!;
      await page.goto(`/t/${there}/cases`);
      await page.getByRole('button', { name: /kurumuna geç$/ }).click();
      await page.getByRole('heading', { name: 'Vakalar' }).waitFor();
      ok(new URL(page.url()).pathname.startsWith(`/t/${there}/`));
    }
    await context.close();
  });
  it('when the hub goes away the screen keeps what it showed and says since when', async () => {
    const { page, context } = await window();
    await signIn(page, login('doctor'));
    await page.locator('.case-row a').first().waitFor();
    await hub().stop();
    await page.getByText(/^Bağlantı koptu\. \d\d\.\d\d\.\d{4} \d\d:\d\d itibarıyla/).waitFor();
    await page.getByText('Çevrimdışı').waitFor({ state: 'attached' });
    ok((await page.locator('.case-row a').count()) > 0);
    await context.close();
  });
});
