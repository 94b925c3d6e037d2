// Stamps in the ledger's own state, beside logs that have none, while the log goes on.
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { openKeyFile } from '../ledger/key-file.ts';
import { openLedgerStore } from '../ledger/store.ts';
import { makeWriter } from '../../projections/ledger/writer.ts';
import { temporaryFolder } from '../testing/hub.ts';
import { spec } from '../testing/spec.ts';
import { makeLog } from '../testing/views.ts';
import { following } from '../testing/views-hub.ts';

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const stamp = (size: number) => ({ size, note: `note ${size}`, token: 'AA==', at: new Date(size).toISOString() });

spec('stamps that are kept', (it, { teardown }) => {
  const folder = temporaryFolder('hub-stamps');
  teardown(() => folder.remove());

  it('are found by leaf and as the newest, none for a log without, and the ledger goes on beside them', async () => {
    const store = openLedgerStore({ folder: join(folder.path, 'ledger'), origin: 'example.com/ledger' });
    const signer = openKeyFile(join(folder.path, 'keys.json'), { make: true });
    const log = makeLog();
    const tenants = ['acme', 'beta', 'gamma', 'delta', 'omega'];
    const logged = async () => {
      const from = log.events.length;
      log.write(...tenants.map((tenant, n) => ({ tenant, stream: `case-${uuid(from + n)}`, type: 'CaseHeld', data: { reason: 'x' } })));
      const reading = { follow: following(log.events).follow, head: async () => log.events.at(-1)?.position, read: async function* () {} };
      await makeWriter({ log: { ...reading, read: (stream) => eventsOf(stream.id) }, store, signer, now: () => new Date() }).turn(log.events.slice(from));
    };
    async function* eventsOf(id: string) {
      for (const event of log.events) if (event.stream.id === id) yield event;
    }
    const sizes = (tenant: string, leaf: number, size: number) => store.stamps(store.log(tenant)!.name, leaf, size).map((one) => one.size);
    await logged();
    for (const tenant of tenants) assert.equal(sizes(tenant, 0, 99), []);
    for (const tenant of tenants) {
      const rest = tenants.slice(tenants.indexOf(tenant) + 1);
      await Promise.all([store.keepStamp(tenant, stamp(3)), logged()]);
      await store.keepStamp(tenant, stamp(7));
      for (const other of ['', ...rest]) assert.equal(sizes(other, 0, 99), [], `${other} beside ${tenant}`);
      assert.equal(
        [sizes(tenant, 0, 99), sizes(tenant, 3, 99), sizes(tenant, 7, 99), sizes(tenant, 0, 5), sizes(tenant, 0, 2), sizes(tenant, 99, 99)],
        [[3, 7], [7], [7], [3], [], [7]],
      );
    }
    assert.equal(store.tenants().toSorted(), ['', ...tenants].toSorted());
    await store.close();
  });
});
