// What staff do on their pages with devices and with visitors of the website, in a real browser on a real hub.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { Page } from 'playwright-core';
import { io, type Socket } from 'socket.io-client';
import { equal, ok } from 'uvu/assert';
import { manifestText } from '#domain/firmware/manifest.ts';
import { signedIn } from '../hub.ts';
import { spec } from '../spec.ts';
import { chromiumPath, overflows, signIn } from './browser.ts';
import { keepPicture } from './pictures.ts';
import { makeChecks, makeStage } from './stage.ts';
import { until } from './until.ts';

const chromium = chromiumPath();
const SITE = 'https://guzel-klinik.example';

/** What a build gives: a key, and a release that it signed. */
function signedRelease(board: string, version: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const image = { version, epoch: 0, bytes: 1000, sha256: 'a'.repeat(64) };
  const signature = sign('sha256', Buffer.from(manifestText({ board, ...image })), privateKey).toString('base64');
  const keyId = createHash('sha256').update(spki).digest('hex');
  return { publicKey: spki.toString('base64'), release: { ...image, url: 'https://firmware.example/arma.bin', keyId, signature } };
}

spec('pages for devices and visitors', (it, hooks) => {
  if (!chromium) return it('show who is there and who waits', () => {}, { unless: 'no chromium on this machine' });
  const { hub, login, window } = makeStage(hooks, 'hub-desk', chromium);
  const { found, check, checkBoth } = makeChecks();
  const open = new Set<Socket>();
  let admin: Awaited<ReturnType<typeof signedIn>>;
  hooks.setup(async () => {
    admin = await signedIn(hub(), 'admin', 'klinik');
  });

  async function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Record<string, string>> {
    const answer = await fetch(hub().address + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    ok(answer.status < 300, `${path} ${answer.status} ${text}`);
    return JSON.parse(text) as Record<string, string>;
  }
  /** A device’s socket; `next`: the configuration it was told last. */
  function dial(token: string) {
    const socket = io(`${hub().address}/devices`, { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token, firmware: '1.0.0' } });
    open.add(socket);
    let told: unknown;
    socket.on('config', ({ config }: { config: unknown }) => (told = config));
    return { next: () => until('a configuration', async () => told) };
  }
  async function deviceOf(serial: string): Promise<{ id: string }> {
    const { body } = await admin.json<{ items: { id: string; serial_number: string }[] }>('/api/devices?limit=100');
    return body.items.find(({ serial_number }) => serial_number === serial)!;
  }
  const narrow = async (page: Page, screen: string) => {
    await page.setViewportSize({ width: 320, height: 640 });
    equal(await overflows(page), false, screen);
  };

  it('a device is registered, seen as it comes, told what it is to be like, and given firmware a step at a time', async () => {
    const { page, complaints } = await window();
    await signIn(page, login('admin'));
    await page.getByRole('link', { name: 'Cihazlar' }).click();
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Cihaz kaydet' }).click();
    await dialog.getByLabel('Seri numarası').fill('ARMA-LIVE-9');
    await dialog.getByLabel('Yeri').fill('2. kat, oda 214');
    await check(page, 'register');
    await dialog.getByRole('button', { name: 'Kaydet' }).click();
    const credential = (await dialog.locator('.secret pre').textContent())!.trim();
    await dialog.getByRole('button', { name: 'Cihaza girdim' }).click();
    const row = page.getByRole('row', { name: /ARMA-LIVE-9/ });
    await row.getByText('Bağlantı yok').waitFor();
    const { accessToken: token } = await post('/api/auth/device', { credential });
    const device = dial(token!);
    await row.getByText('Bağlı', { exact: true }).waitFor();

    await row.getByRole('button', { name: 'Yönet: ARMA-LIVE-9' }).click();
    await dialog.getByLabel('Ses düzeyi').fill('30');
    await check(page, 'configure');
    await dialog.getByRole('button', { name: 'Kaydet' }).click();
    await dialog.waitFor({ state: 'hidden' });
    equal(await device.next(), { volume: 30, microphone: true, auto_update: true });
    await row.getByText('Cihaz henüz uygulamadı').waitFor();
    await post(`/api/devices/${(await deviceOf('ARMA-LIVE-9')).id}/config/report`, { version: 1, applied: true }, { authorization: `Bearer ${token}` });
    await row.getByText('Cihaz henüz uygulamadı').waitFor({ state: 'detached' });

    const { publicKey, release } = signedRelease('arma-s3', '1.1.0');
    const add = async (kind: string, text: string) => {
      await page.getByRole('button', { name: 'Sürüm ya da anahtar ekle' }).click();
      await dialog.getByRole('combobox', { name: 'Eklenecek' }).click();
      await page.getByRole('option', { name: kind }).click();
      await dialog.getByRole('textbox', { name: kind }).fill(text);
      await check(page, kind);
      await dialog.getByRole('button', { name: 'Ekle' }).click();
      await dialog.waitFor({ state: 'hidden' });
    };
    await add('Güvenilecek açık anahtar', publicKey);
    await add('İmzalı sürüm (JSON)', JSON.stringify(release));
    const version = page.getByRole('row', { name: /1\.1\.0/ }).last();
    for (const percent of [1, 10, 50, 100]) {
      await version.getByRole('button', { name: `% ${percent} cihaza dağıt` }).click();
      await version.getByText(`% ${percent}`, { exact: true }).waitFor();
    }
    await checkBoth(page, 'devices');
    await keepPicture(page, 'devices');
    await narrow(page, 'devices');
    for (const socket of open) socket.disconnect();
    equal([...found, ...complaints], []);
  });

  it('a visitor who asks for a person is seen waiting, taken over, answered and resolved', async () => {
    const { body: key } = await admin.json<{ key: string; position: string }>('/api/keys', {
      kind: 'widget',
      label: 'Site',
      scopes: ['chat'],
      origins: [SITE],
    });
    await admin.json('/api/keys', undefined, { 'hub-wait-for': key.position });
    const headers = { authorization: `Bearer ${key.key}`, origin: SITE, 'hub-customer': 'v1'.repeat(12) };
    const { page, complaints } = await window();
    await signIn(page, login('coordinator'));
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByRole('heading', { name: 'Konuşmalar', level: 1 }).waitFor();
    const { id } = await post('/api/chat/message', { content: 'Burun ameliyatı ne kadar sürer?' }, headers);
    const row = page.locator('.inbox-row', { hasText: 'Burun ameliyatı' });
    await row.getByText('Bot yanıtlıyor').waitFor();
    await post('/api/chat/handover', { conversation_id: id }, headers);
    const view = page.getByRole('region', { name: 'Konuşma', exact: true });
    await page.getByRole('radiogroup', { name: 'Göster' }).getByText('İnsan bekleyen').click();
    await page.getByRole('region', { name: 'Konuşma listesi' }).getByText('İnsan bekliyor').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await view.getByRole('button', { name: 'Üstlen' }).click();
    await view.getByText('İnsan yanıtlıyor').waitFor();
    await view.getByLabel('Yanıtınız').fill('Yaklaşık iki saat. Size bir doktorumuzu bağlıyorum.');
    await page.keyboard.press('Control+Enter');
    await view.getByRole('log').getByText('Yaklaşık iki saat').waitFor();
    await post('/api/chat/message', { content: 'Teşekkür ederim!' }, headers);
    await view.getByRole('log').getByText('Teşekkür ederim!').waitFor();
    await page.getByRole('radiogroup', { name: 'Göster' }).getByText('Açık', { exact: true }).click();
    await row
      .or(page.locator('.inbox-row', { hasText: 'Teşekkür' }))
      .first()
      .waitFor();
    await checkBoth(page, 'inbox');
    await keepPicture(page, 'inbox');
    await view.getByRole('button', { name: 'Bota geri ver' }).click();
    await view.getByRole('button', { name: 'Üstlen' }).waitFor();
    await view.getByRole('button', { name: 'Çözüldü say' }).click();
    await view.getByText('Çözüldü', { exact: true }).waitFor();
    await narrow(page, 'conversation');
    await page.getByRole('link', { name: 'Konuşmalar' }).last().click();
    await narrow(page, 'inbox');
    equal([...found, ...complaints], []);
  });

  it('a free time is booked for a patient, who arrives and is seen; another booking is cancelled and its time is free again', async () => {
    const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '09:00', to: '11:00' }));
    const meta_info = { duration_minutes: 60, requires_appointment: true, staff_required: false, staff_ids: [], max_concurrent: 1, booking_advance_days: 30 };
    const more = { preparation_time: 0, cleanup_time: 0, cancellation_hours: 0 };
    const service = { name: 'Ön görüşme', offering_type: 'service', price: '100.00', meta_info: { ...meta_info, ...more } };
    equal((await admin.json('/api/offerings', service)).status, 201);
    equal((await admin.call('/api/schedules/house', { method: 'PUT', body: JSON.stringify({ weekly }) })).status, 200);
    const { page, complaints } = await window();
    await signIn(page, login('coordinator'));
    await page.getByRole('link', { name: 'Randevular' }).click();
    await page.getByRole('button', { name: 'Sonraki gün' }).click();
    await page.getByRole('button', { name: 'Sonraki gün' }).click();
    await page.getByText('Bu gün için randevu yok').waitFor();
    await page.getByRole('combobox', { name: 'Hizmet' }).click();
    await page.getByRole('option', { name: 'Ön görüşme' }).click();
    const dialog = page.getByRole('dialog');
    const book = async (time: string) => {
      await page.getByRole('button', { name: `Randevu ver: ${time}` }).click();
      await dialog.getByRole('combobox', { name: 'Hasta' }).click();
      await page.getByRole('option').first().click();
      await check(page, `book ${time}`);
      await dialog.getByRole('button', { name: 'Randevu ver' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await page.getByRole('button', { name: `Randevu ver: ${time}` }).waitFor({ state: 'detached' });
      return page.locator('tbody tr', { hasText: time });
    };
    const [first, second] = [await book('09:00'), await book('10:00')];
    await first.getByRole('button', { name: 'Geldi: 09:00' }).click();
    await first.getByRole('button', { name: 'Tamamlandı: 09:00' }).click();
    await first.getByText('Tamamlandı', { exact: true }).waitFor();
    await checkBoth(page, 'appointments');
    await keepPicture(page, 'appointments');
    await second.getByRole('button', { name: 'İptal et: 10:00' }).click();
    await dialog.getByLabel('Gerekçe').fill('Hasta gelemiyor');
    await dialog.getByRole('button', { name: 'İptal et' }).click();
    await second.getByText('İptal edildi').waitFor();
    await page.getByRole('button', { name: 'Randevu ver: 10:00' }).waitFor();
    await narrow(page, 'appointments');
    equal([...found, ...complaints], []);
  });
});
