// How long from an event's append until a person can read it: commands against a running hub, watched in Chromium on the case page.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Login, signedIn } from '#infra/testing/hub.ts';
import { chromiumPath, launch, openWindow, signIn } from '#infra/testing/e2e/browser.ts';

const HELP = `Measures the time from an event's append to the changed case page in Chromium.

  node infra/bench/screen.ts READY [--commands <n>] [--pause <ms>]

  READY       file with the line that \`hub start --json\` printed
  --commands  how many, default 100
  --pause     between two commands, default 300: an idle machine, not a loaded one`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { commands: { type: 'string', default: '100' }, pause: { type: 'string', default: '300' }, help: { type: 'boolean' } },
});

type Case = { items: { id: string; status: string }[] };

const at = (sorted: readonly number[], q: number) => String(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]).padStart(7);
const row = (name: string, times: readonly number[]) => {
  const sorted = times.toSorted((a, b) => a - b);
  return `  ${name.padEnd(36)}${at(sorted, 0.5)}${at(sorted, 0.95)}${at(sorted, 0.99)}${at(sorted, 1)}`;
};

/** Script for the page: the moment (milliseconds) at which an element with just this text has been painted. */
const appears = (text: string) => `new Promise((resolve) => {
  const there = () => [...document.querySelectorAll('main *')].some((e) => e.childElementCount === 0 && e.textContent === ${JSON.stringify(text)});
  const watch = new MutationObserver(() => {
    if (!there()) return;
    watch.disconnect();
    requestAnimationFrame(() => resolve(Date.now()));
  });
  watch.observe(document.body, { subtree: true, childList: true, characterData: true });
})`;

async function main(file: string): Promise<void> {
  const { address, logins } = JSON.parse(readFileSync(file, 'utf8')) as { address: string; logins: Login[] };
  const chromium = chromiumPath();
  if (!chromium) throw new Error('there is no Chromium on this machine');
  const coordinator = await signedIn({ address, logins }, 'coordinator', 'klinik');
  const { items } = (await coordinator.json<Case>('/api/cases?status=active')).body;
  const id = items[0]!.id;
  const login = logins.find((l) => l.role === 'doctor' && l.tenant === coordinator.tenant)!;
  const browser = await launch(chromium);
  const { page } = await openWindow(browser, address);
  await signIn(page, login);
  await page.goto(`/t/${coordinator.tenant}/cases/${id}`);
  const badge = { active: 'Etkin', onHold: 'Beklemede' };
  await page.getByText(badge.active, { exact: true }).first().waitFor();

  const samples: { appended: number; shown: number }[] = [];
  for (let i = 0; i < Number(values.commands); i++) {
    const [command, status] = i % 2 === 0 ? (['hold', 'onHold'] as const) : (['resume', 'active'] as const);
    const shown = page.evaluate<number>(appears(badge[status]));
    await sleep(50);
    await coordinator.json(`/api/cases/${id}/${command}`, { reason: 'measured' });
    const replay = await coordinator.json<{ events: { recordedAt: string }[] }>(`/api/cases/${id}/replay`);
    samples.push({ appended: Date.parse(replay.body.events.at(-1)!.recordedAt), shown: await shown });
    await sleep(Number(values.pause));
  }
  await browser.close();
  console.log(`  ${`${samples.length} commands, milliseconds`.padEnd(36)}    p50    p95    p99   most`);
  console.log(
    row(
      'append → readable on the case page',
      samples.map((s) => s.shown - s.appended),
    ),
  );
}

if (values.help || !positionals[0]) console.log(HELP);
else await main(positionals[0]);
