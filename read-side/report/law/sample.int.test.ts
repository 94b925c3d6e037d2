// The sample beside a real ledger: what it says of events that stand as they were logged, of newer ones, and of one that was changed.
import { join } from 'node:path';
import { openKeyFile } from '#infra/ledger/key-file.ts';
import { openLedgerReader, openLedgerStore } from '#infra/ledger/store.ts';
import { openLedger } from '#infra/ledger/view.ts';
import { temporaryFolder } from '#infra/testing/hub.ts';
import { spec } from '#infra/testing/spec.ts';
import { following } from '#infra/testing/views-hub.ts';
import { makeLog } from '#infra/testing/views.ts';
import { makeWriter } from '#projections/ledger/writer.ts';
import * as assert from 'uvu/assert';
import type { ReadDeps } from '../../kernel/deps.ts';
import { certificatesOf, ledgerOf, sampleOf } from './sample.ts';

const [ADA, BOB] = ['0190d0c0-0000-7000-8000-0000000000a1', '0190d0c0-0000-7000-8000-0000000000b1'] as const;
const registered = (id: string) => ({
  stream: `patient-${id}`,
  type: 'PatientRegistered',
  data: { fingerprint: 'f', resource: { resourceType: 'Patient', id } },
});
const completed = (id: string) => ({ stream: `erasure-${id}`, type: 'ErasureCompleted', data: { patientId: id, persons: [id], run: 1 } });

spec('the sample of the newest patients', (it, { setup, teardown }) => {
  const folder = temporaryFolder('hub-law');
  const log = makeLog();
  const store = openLedgerStore({ folder: join(folder.path, 'ledger'), origin: 'example.com/ledger' });
  const signer = openKeyFile(join(folder.path, 'keys.json'), { make: true });
  const reading = following(log.events);
  const ledgerReading = openLedgerReader(join(folder.path, 'ledger'));
  const ledger = openLedger({ reading: ledgerReading, folder: join(folder.path, 'ledger'), signer, log: reading });
  const deps = { streams: reading, ledger } as unknown as ReadDeps;
  const places = async () => (await sampleOf(deps, 'acme', [ADA, BOB], await ledgerOf(deps, 'acme'))).map(({ place }) => place);
  setup(async () => {
    log.write(registered(ADA), completed(ADA), completed(BOB));
    assert.is(await ledgerOf(deps, 'acme'), undefined);
    assert.equal(await places(), [undefined]);
    await makeWriter({ log: { ...reading, head: async () => log.events.at(-1)?.position }, store, signer, now: () => new Date() }).turn([...log.events]);
    log.write(registered(BOB));
  });
  teardown(async () => {
    await ledgerReading.close();
    await store.close();
    folder.remove();
  });

  it('says which events the ledger has, and which are newer than its checkpoint', async () => {
    assert.equal(await places(), ['logged', 'newer']);
    assert.equal(await certificatesOf(deps, 'acme', [ADA, BOB, folder.path], await ledgerOf(deps, 'acme')), [
      { id: ADA, kept: true },
      { id: BOB, kept: true },
      { id: folder.path, kept: false },
    ]);
  });
  it('finds an event that is not what was logged, and a field that is not sealed', async () => {
    const [first, , certificate] = log.events as [(typeof log.events)[number], unknown, (typeof log.events)[number]];
    Object.assign(first, { data: { ...first.data, resource: { resourceType: 'Patient' } } });
    Object.assign(certificate, { data: { ...certificate.data, run: 2 } });
    const looked = await ledgerOf(deps, 'acme');
    const [changed] = await sampleOf(deps, 'acme', [ADA], looked);
    assert.equal([changed!.place, changed!.clear, changed!.machineReadable], ['altered', true, true]);
    assert.equal(
      (await certificatesOf(deps, 'acme', [ADA, BOB], looked)).map(({ kept }) => kept),
      [true, false],
    );
  });
});
