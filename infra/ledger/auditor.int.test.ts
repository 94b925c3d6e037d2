// An auditor's visit to a whole hub: a witness of their own, a pack through the command line, the verifier, and what anybody may fetch.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { parseCheckpoint, parseNote } from '#projections/ledger/note.ts';
import { startFakeTsa } from '../testing/fakes/tsa.ts';
import { type Hub, freePort, runHub, signedIn, startHub, temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';
import { type Files, linesIn, takeApart } from './verify/forge.ts';

const VERIFIER = 'infra/ledger/verify/synchron-verify.mjs';
type Log = { origin: string; address: string; keys: string[]; size: number; checkpoint: string; stamped?: { size: number } };
type Status = { log: Log; hub: Log };

/** Asks until `enough`; the ledger follows the log within seconds. */
async function until<T>(ask: () => Promise<T>, enough: (found: T) => boolean): Promise<T> {
  for (const end = Date.now() + 120_000; ; await sleep(100)) {
    const found = await ask();
    if (enough(found)) return found;
    assert.ok(Date.now() < end, 'waited for two minutes');
  }
}

spec('an auditor’s visit', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-auditor');
  const at = (name: string) => join(folder.path, name);
  let hub: Hub;
  let witness: ChildProcess | undefined;
  let tsa: Awaited<ReturnType<typeof startFakeTsa>>;
  let auditor: Awaited<ReturnType<typeof signedIn>>;
  const status = async () => (await auditor.json<Status>('/api/audit/ledger')).body;
  const env = () => ({ HUB_DATA: hub.data, HUB_PORT: new URL(hub.address).port });
  const verify = (pack: string, ...args: string[]) => spawnSync(process.execPath, [VERIFIER, pack, '--json', ...args], { encoding: 'utf8' });

  setup(async () => {
    const port = await freePort();
    tsa = await startFakeTsa();
    writeFileSync(at('tsa.pem'), tsa.root);
    const stamped = { HUB_TSA_URL: tsa.url, HUB_TSA_CERTIFICATES: at('tsa.pem') };
    hub = await startHub(at('data'), { HUB_LEDGER_WITNESSES: `http://127.0.0.1:${port}`, HUB_LEDGER_ORIGIN: 'hub.example/ledger', ...stamped });
    auditor = await signedIn(hub, 'auditor');
    const { log } = await until(status, ({ log: found }) => (found?.size ?? 0) > 100);
    const keys = log.keys.flatMap((key) => ['--log', key]);
    const args = ['infra/main/hub.ts', 'witness', '--name', 'w.example/1', '--data', at('witness'), '--port', String(port), ...keys];
    witness = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    await new Promise((resolve) => createInterface({ input: witness!.stderr! }).once('line', resolve));
  });
  teardown(async () => {
    witness?.kill();
    await hub?.stop();
    await tsa?.stop();
    folder.remove();
  });

  it('shows a log that grows with the hub, whose files anybody may fetch without its tenant’s name', async () => {
    const { log, hub: over } = await status();
    assert.match(log.origin, /^hub\.example\/ledger\/[0-9a-f]{32}$/);
    const fetched = async (address: string) => {
      const answer = await fetch(`${hub.address}${address}/checkpoint`);
      assert.equal([answer.status, answer.headers.get('cache-control')], [200, 'public, max-age=2']);
      return parseCheckpoint(parseNote(await answer.text())!.text)!;
    };
    // Files follow the state within a moment, checkpoints last.
    const { origin } = await until(
      () => fetched(log.address),
      ({ size }) => size >= log.size,
    );
    assert.is(origin, log.origin);
    const { size } = await fetched(over.address);
    const tile = await fetch(`${hub.address}${over.address}/tile/entries/000${size < 256 ? `.p/${size}` : ''}`);
    assert.match(tile.headers.get('cache-control') ?? '', /immutable/);
    assert.not.match(await tile.text(), /klinik|acenta/);
    assert.is((await (await signedIn(hub, 'nurse')).call('/api/audit/evidence')).status, 403);
  });

  it('exports a patient’s evidence that verifies, and the export is itself a disclosure in the next pack', async () => {
    const patient = (await auditor.json<{ items: { id: string }[] }>('/api/patients')).body.items[0]!.id;
    const { log } = await status();
    writeFileSync(at('since'), log.checkpoint);
    const exported = await runHub(['audit', 'export', '--patient', patient, '--out', at('first.tar.gz')], env());
    assert.is(exported.code, 0, exported.err);
    const first = verify(at('first.tar.gz'), '--key', log.keys[0]!);
    assert.is(first.status, 0, first.stdout);
    const files = takeApart(readFileSync(at('first.tar.gz')));
    assert.ok(files.has('opened/000000.jsonl') && files.has('timeline/000000.html') && files.has('fhir/000000.json'));

    const { audit } = await until(
      async () => {
        const again = await runHub(['audit', 'export', '--patient', patient, '--since', at('since'), '--out', at('second.tar.gz')], env());
        assert.is(again.code, 0, again.err);
        const told = [...takeApart(readFileSync(at('second.tar.gz')))].filter(([path]) => path.startsWith('disclosures/')).map(([, bytes]) => String(bytes));
        return { audit: told.join('').includes('get /api/audit/evidence') };
      },
      (found) => found.audit,
    );
    assert.ok(audit);
    const second = verify(at('second.tar.gz'), '--key', log.keys[0]!, '--since', at('since'));
    assert.is(second.status, 0, second.stdout);
    assert.is((JSON.parse(second.stdout) as { since: number }).since, log.size);
  });

  it('is cosigned by the auditor’s own witness, whose line the pack carries and the verifier asks for', async () => {
    const own = await runHub(['witness', '--name', 'w.example/1', '--data', at('witness'), '--keys']);
    const [key, mldsa] = own.out.trim().split('\n') as [string, string];
    const said = await until(
      async () => {
        await auditor.json('/api/patients'); // looking is an event, so the log goes on
        await runHub(['audit', 'export', '--tenant', auditor.tenant, '--out', at('cosigned.tar.gz')], env());
        return verify(at('cosigned.tar.gz'), '--witness', key, '--witness', mldsa);
      },
      ({ status: code }) => code === 0,
    );
    assert.is(said.status, 0, said.stdout);
    const { origin } = JSON.parse(said.stdout) as { origin: string };
    assert.is(origin, (await status()).log.origin);
  });

  it('is stamped by a time stamping authority, whose token the pack carries and the verifier checks', async () => {
    await until(status, ({ log }) => log.stamped !== undefined);
    await runHub(['audit', 'export', '--tenant', auditor.tenant, '--out', at('stamped.tar.gz')], env());
    const { stdout, status: code } = verify(at('stamped.tar.gz'), '--tsa', at('tsa.pem'));
    const { timestamps } = JSON.parse(stdout) as { timestamps: { by: string; pinned: boolean }[] };
    assert.equal([code, timestamps[0]?.by, timestamps[0]?.pinned], [0, 'CN=Fake Time', true], stdout);
  });

  it('a person is erased: the pack after proves that the keys are destroyed, and every event before by the same leaf, though nothing of the person is left', async () => {
    const CANARY = 'Kanaryaoğlu';
    const coordinator = await signedIn(hub, 'coordinator', auditor.tenant);
    const registered = await coordinator.json<{ id: string }>('/api/patients', {
      ...{ name: { given: ['Ece'], family: CANARY }, birthDate: '1980-02-03', sex: 'female' },
    });
    const { id } = registered.body;
    assert.is(registered.status, 201, JSON.stringify(registered.body));
    const packOf = async (name: string, ...args: string[]) => {
      const { code, err } = await runHub(['audit', 'export', '--patient', id, '--out', at(name), ...args], env());
      return { code, err, files: code === 0 ? takeApart(readFileSync(at(name))) : undefined };
    };
    const before = await until(
      () => packOf('before.tar.gz'),
      ({ code }) => code === 0,
    );
    assert.ok(
      [...before.files!.values()].some((bytes) => bytes.includes(CANARY)),
      'the search can find what is there',
    );
    assert.is(verify(at('before.tar.gz'), '--keep', at('before')).status, 0);

    const admin = await signedIn(hub, 'admin', auditor.tenant);
    const asked = await admin.json<{ events: string[] }>(`/api/erasures/${id}`, { step: 'destroy' });
    assert.equal(asked.body.events, ['ErasureStarted'], JSON.stringify(asked.body));
    const after = await until(
      () => packOf('after.tar.gz', '--since', at('before')),
      ({ files }) => [...(files ?? [])].some(([path, bytes]) => path.startsWith('receipts/') && bytes.includes('"KeysDestroyed"')),
    );
    const said = verify(at('after.tar.gz'), '--since', at('before'));
    assert.is(said.status, 0, said.stdout);
    assert.not.ok([...after.files!].some(([, bytes]) => bytes.includes(CANARY)));
    assert.match(String(after.files!.get('opened/000000.jsonl')), /SHREDDED/);
    const leavesOf = (files: Files) => new Map(linesIn(files.get('events/000000.jsonl')!).map(({ event, index }) => [index, event]));
    const now = leavesOf(after.files!);
    for (const [index, event] of leavesOf(before.files!)) assert.equal(now.get(index), event); // the same sealed bytes at the same leaf
  });

  it('proves one event, finds nothing that is not there, and the ledger equals the log', async () => {
    const patient = (await auditor.json<{ items: { id: string }[] }>('/api/patients')).body.items[0]!.id;
    const proof = await auditor.json<{ leaf: string; index: number; proof: string[] }>(`/api/audit/ledger/proof?slice=patient&id=${patient}&revision=0`);
    assert.is(proof.status, 200);
    assert.match(proof.body.leaf, /"type":"PatientRegistered"/);
    assert.is((await auditor.call(`/api/audit/ledger/proof?slice=patient&id=${patient}&revision=9999`)).status, 404);
    assert.is((await auditor.call('/api/audit/evidence?case=00000000-0000-4000-8000-000000000000')).status, 404);
    assert.is((await auditor.call('/api/audit/evidence?since=99999999')).status, 409);
    assert.is((await runHub(['audit', 'export'], env())).code, 2);
    const checked = await runHub(['ledger', 'check'], env());
    assert.is(checked.code, 0, checked.err);
  });
});
