// A violation from the deed to the verdict on a whole hub: the agent notices, the page shows, and somebody else decides.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { equal, is, not } from 'uvu/assert';
import { type Hub, runHub, signedIn, startHub, temporaryFolder } from '../hub.ts';
import { spec } from '../spec.ts';
import { breaches, chromiumPath, launch, openWindow, signIn } from './browser.ts';
import { keepPicture } from './pictures.ts';

const chromium = chromiumPath();
type Finding = { id: string; rule: string; actorId: string; status: string; note?: string; places?: { field: string; kind: string; count: number }[] };

spec('a security finding', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-findings');
  let hub: Hub;
  let browser: Browser | undefined;
  let admin: Awaited<ReturnType<typeof signedIn>>;
  let auditor: Awaited<ReturnType<typeof signedIn>>;

  async function findings(rule: string): Promise<Finding[]> {
    for (const end = Date.now() + 90_000; Date.now() < end; await sleep(100)) {
      const { body } = await auditor.json<{ items: Finding[] }>('/api/findings');
      const found = body.items.filter((one) => one.rule === rule);
      if (found.length > 0) return found;
    }
    throw new Error(`nothing was found by ${rule}`);
  }

  /** Which fields of the person the agent was shown first, once the journal has told the log, and the view it. */
  async function looked(personId: string): Promise<string[]> {
    for (const end = Date.now() + 90_000; Date.now() < end; await sleep(100)) {
      const { body } = await auditor.json<{ items: { shown: { fields: string[] }[] }[] }>(`/api/disclosures?personId=${personId}&readerId=compliance`);
      if (body.items.length > 0) return body.items.at(-1)!.shown[0]!.fields;
    }
    throw new Error('no look of the agent was recorded');
  }

  setup(async () => {
    hub = await startHub(folder.path);
    [admin, auditor] = [await signedIn(hub, 'admin', 'klinik'), await signedIn(hub, 'auditor', 'klinik')];
  });
  teardown(async () => {
    await browser?.close();
    await hub?.stop();
    folder.remove();
  });

  it('an admin who gives himself a role is found once, and may not dismiss it', async () => {
    const { body: me } = await admin.json<{ member: { id: string } }>('/api/me');
    is((await admin.json(`/api/members/${me.member.id}/roles`, { role: 'finance' })).status, 200);
    const found = await findings('SEC-OWN-GRANT');
    equal([found.length, found[0]!.actorId, found[0]!.status], [1, me.member.id, 'open']);
    admin = await signedIn(hub, 'admin', 'klinik'); // what he holds has changed, so his token is outdated
    const refused = await admin.json<{ code: string }>(`/api/findings/${found[0]!.id}/dismiss`, { note: 'it was only me' });
    equal([refused.status, refused.body.code], [409, 'finding.own-review']);
  });
  it('the auditor gets reports by the command line', async () => {
    const env = { HUB_DATA: hub.data, HUB_PORT: new URL(hub.address).port };
    const made = await runHub(['audit', 'report', 'access-recertification', '--tenant', 'klinik'], env);
    equal([made.code, made.err], [0, '']);
    const { members } = JSON.parse(made.out) as { members: { remarks: string[] }[] };
    equal(members.filter(({ remarks }) => remarks.includes('findings')).length, 1);
    const wrong = await runHub(['audit', 'report', 'gossip'], env);
    equal([wrong.code, wrong.err.includes('name one of the reports')], [2, true]);
  });
  it('nobody else is told of findings', async () => {
    const doctor = await signedIn(hub, 'doctor', 'klinik');
    is((await doctor.json('/api/findings')).status, 403);
  });
  it(
    'the auditor finds it on a page, says what it is, and the reason stays with it',
    async () => {
      browser = await launch(chromium!);
      const { page } = await openWindow(browser, hub.address, { reducedMotion: 'reduce' });
      await signIn(page, hub.logins.find(({ role, tenant }) => role === 'auditor' && tenant === 'klinik')!);
      await page.getByRole('link', { name: 'Bulgular' }).click();
      await page.getByText('Bir üye kendisine rol verdi').waitFor();
      equal(await breaches(page), []);
      await keepPicture(page, 'findings');
      await page.getByRole('button', { name: 'Doğrula' }).click();
      await page.getByLabel('Gerekçe').fill('Yetki matrisine aykırı');
      await page.getByRole('dialog').getByRole('button', { name: 'Doğrula' }).click();
      await page.getByText('Bulgu yok').waitFor();
      const [finding] = await findings('SEC-OWN-GRANT');
      equal([finding!.status, finding!.note], ['confirmed', 'Yetki matrisine aykırı']);
    },
    chromium ? {} : { unless: 'no chromium on this machine' },
  );
  it('an identity number in a sealed reason is found by kind, count and place, and the agent’s look is a disclosure', async () => {
    const coordinator = await signedIn(hub, 'coordinator', 'klinik');
    const { body: cases } = await coordinator.json<{ items: { id: string; patient: { id: string } }[] }>('/api/cases?status=active&limit=1');
    const { id, patient } = cases.items[0]!;
    is((await coordinator.json(`/api/cases/${id}/hold`, { reason: 'Belgede T.C. kimlik no 10000000146 yazıyor' })).status, 200);
    const [finding] = await findings('SEC-FREE-TEXT');
    equal(
      finding!.places!.map(({ field, kind, count }) => [field, kind, count]),
      [['reason', 'tckn', 1]],
    );
    not.match(JSON.stringify(finding), /10000000146|Belgede/);
    equal(await looked(patient.id), ['reason']);
  });
});
