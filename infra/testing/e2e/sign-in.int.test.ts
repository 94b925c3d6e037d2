// Accounts and keys in a real browser: invited by mail, password chosen, a second factor, a fresh proof, a key shown once.
import type { Page } from 'playwright-core';
import { Secret, TOTP } from 'otpauth';
import { equal, is, match, not } from 'uvu/assert';
import { spec } from '../spec.ts';
import { chromiumPath, signIn } from './browser.ts';
import { makeChecks, makeStage } from './stage.ts';
import { until } from './until.ts';

const chromium = chromiumPath();
const EMAIL = 'deniz.kaya@klinik.example';
const PASSWORD = 'sakin bir liman 12';

spec('signing in and keys in a browser', (it, hooks) => {
  if (!chromium) return it('an invited member chooses a password', () => {}, { unless: 'no chromium on this machine' });
  const { hub, login, window } = makeStage(hooks, 'hub-sign-in', chromium);
  let admin: Page;
  let recovery: string[] = [];
  const { found, check } = makeChecks();
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const fillPassword = async (page: Page, password: string) => {
    await page.getByLabel('E-posta').fill(EMAIL);
    await page.getByLabel('Parola', { exact: true }).fill(password);
    await button(page, 'Giriş yap').click();
  };
  /** The newest link that a mail caught on this machine holds. */
  const linkOf = () =>
    until(
      'the mail',
      async () => {
        const token = /set-password#([\w-]{43})/.exec(await (await fetch(`${hub().address}/mails`)).text())?.[1];
        return token && `/set-password#${token}`;
      },
      750,
    );

  hooks.setup(async () => {
    admin = (await window()).page;
    await signIn(admin, login('admin'));
  });

  it('an administrator invites a member, who chooses a password by the mail’s link and signs in', async () => {
    await admin.getByRole('link', { name: 'Üyeler' }).click();
    await button(admin, 'Üye davet et').click();
    await admin.getByLabel('Ad', { exact: true }).fill('Deniz Kaya');
    await admin.getByLabel('E-posta', { exact: true }).fill(EMAIL);
    await admin.getByRole('checkbox', { name: 'Hemşire' }).check();
    await check(admin, 'invite');
    await button(admin, 'Davet et').click();
    await admin.getByRole('rowheader', { name: 'Deniz Kaya' }).waitFor();
    await check(admin, 'members');

    const { page } = await window({ colorScheme: 'dark' });
    await page.goto(await linkOf());
    await page.getByRole('heading', { name: 'Parola seçin' }).waitFor();
    await check(page, 'set password');
    not.match(page.url(), /#/);
    await page.getByLabel('Yeni parola', { exact: true }).fill('klinik12345678');
    await page.getByLabel('Yeni parola, bir kez daha').fill('baska bir sey 12');
    await button(page, 'Parolayı kaydet').click();
    await page.getByText('İki parola aynı değil.').waitFor();
    for (const label of ['Yeni parola', 'Yeni parola, bir kez daha']) await page.getByLabel(label, { exact: true }).fill(PASSWORD);
    await button(page, 'Parolayı kaydet').click();
    await page.getByText('Parolanız kaydedildi').waitFor();
    await button(page, 'Giriş yap').click();
    await fillPassword(page, PASSWORD);
    await page.getByRole('heading', { name: 'Vakalar' }).waitFor();
    await page.context().close();
  });

  it('a second factor is turned on in the account, and sign-in then asks for a code', async () => {
    const { page } = await window();
    await page.goto('/');
    await fillPassword(page, PASSWORD);
    await button(page, /Deniz Kaya/).click();
    await page.getByRole('menuitem', { name: 'Hesabım' }).click();
    await page.getByText('Bu oturum').waitFor();
    await button(page, 'Aç').click();
    const secret = (await page.getByLabel('Elle girmek için gizli anahtar').textContent())!.trim();
    await page.getByRole('img', { name: /karekod/ }).waitFor();
    await check(page, 'account');
    await page.getByLabel('Uygulamanın gösterdiği kod').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
    await button(page, 'Doğrula ve aç').click();
    recovery = (await page.getByLabel('Kurtarma kodları').textContent())!.trim().split(/\s+/);
    is(recovery.length, 10);
    await button(page, 'Kaydettim').click();
    await page.getByText('Kalan kurtarma kodu: 10.').waitFor();
    await page.context().close();

    const again = (await window()).page;
    await again.goto('/');
    await fillPassword(again, PASSWORD);
    await again.getByLabel('Doğrulama kodu').fill('000000');
    await check(again, 'code');
    await button(again, 'Giriş yap').click();
    await again.getByText('Kod yanlış').waitFor();
    await again.getByLabel('Doğrulama kodu').fill(recovery[0]!);
    await button(again, 'Giriş yap').click();
    await again.getByRole('heading', { name: 'Vakalar' }).waitFor();
    await again.context().close();
  });

  it('a key asks for a fresh proof when there is none, is shown once, and is revoked', async () => {
    // The proof of a sign-in lasts five minutes: the first request is answered as the hub answers the sixth.
    let asked = false;
    await admin.route('**/api/keys', async (route) => {
      if (asked || route.request().method() !== 'POST') return route.fallback();
      asked = true;
      await route.fulfill({ status: 403, json: { status: 403, code: 'auth.step-up', detail: 'x', proof: 'password' } });
    });
    await admin.getByRole('link', { name: 'Anahtarlar' }).click();
    await button(admin, 'Anahtar oluştur').click();
    await admin.getByLabel('Ad', { exact: true }).fill('Web sitemiz');
    await admin.getByLabel('Sayfaların adresi').fill('https://guzel-klinik.example');
    await check(admin, 'issue a key');
    await button(admin, 'Oluştur').click();
    const proof = admin.getByRole('dialog', { name: 'Kim olduğunuzu doğrulayın' });
    await proof.getByLabel('Parola', { exact: true }).fill('yanlis bir parola');
    await check(admin, 'proof');
    await proof.getByRole('button', { name: 'Doğrula' }).click();
    await proof.getByText('Parola doğru değil').waitFor();
    await proof.getByLabel('Parola', { exact: true }).fill(login('admin').password);
    await proof.getByRole('button', { name: 'Doğrula' }).click();
    const key = (await admin.locator('.secret pre').textContent())!.trim();
    match(key, /^hub_widget_klinik\./);
    await button(admin, 'Kaydettim').click();
    await admin.getByRole('rowheader', { name: /Web sitemiz/ }).waitFor();
    await check(admin, 'keys');
    not.match(await admin.content(), new RegExp(key.slice(-20)));
    await button(admin, 'İptal et: Web sitemiz').click();
    await admin.getByRole('dialog').getByRole('button', { name: 'İptal et' }).click();
    await admin.getByText('İptal edildi').waitFor();
  });

  it('a forgotten password is answered alike for every address', async () => {
    const { page } = await window();
    await page.goto('/');
    await button(page, 'Parolamı unuttum').click();
    await page.getByLabel('E-posta').fill('kimse@klinik.example');
    await check(page, 'forgot');
    await button(page, 'Bağlantı gönder').click();
    await page.getByText('bağlantı yola çıktı').waitFor();
    equal(found, []);
  });
});
