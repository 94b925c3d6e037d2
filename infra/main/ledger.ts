// `hub ledger`: the keys that sign it, and a look at whether the event log still is what was signed.
import { parseArgs } from 'node:util';
import { makeEventStore } from '#infra/eventstore/store.ts';
import { checkLedger } from '#infra/ledger/check.ts';
import { openLedgerReader } from '#infra/ledger/store.ts';
import { HUB } from '#projections/ledger/ports.ts';
import { verifiersOf } from '#projections/ledger/signer.ts';
import { vkey } from '#projections/ledger/note.ts';
import { originOf } from '#projections/ledger/writer.ts';
import { type Config, readConfig } from './config.ts';
import { addSigningKey, openSigner } from './ledger-signer.ts';
import { NO_HUB, withEngines } from './running-engines.ts';

const HELP = `hub ledger keys [--tenant SLUG] | new-key | check
  keys      the keys that verify the checkpoints of a tenant's log, or of the hub's own; give them to auditors and witnesses
  new-key   add a key that signs from now on, in the key file and, where Vault signs, in Vault; the hub's log will say so, signed by the key before it
  check     compare every leaf of every log with the event log; ends with 1 when something differs`;

async function keys(config: Config, tenant: string): Promise<number> {
  const reading = openLedgerReader(config.ledger.folder);
  const found = reading.read((reader, { origin }) => ({ origin, name: reader.log(tenant)?.name }));
  await reading.close();
  if (!found.name) return (console.error(`hub: the ledger has no log of ${tenant || 'the hub'} yet`), 1);
  const signer = openSigner(config, { make: false });
  for (const key of verifiersOf(originOf(found.origin, found.name), (await signer.keys()).at(-1)!)) console.log(vkey(key));
  return 0;
}

async function check(config: Config): Promise<number> {
  const engines = withEngines(config);
  if (!engines) return (console.error(NO_HUB), 2);
  const store = makeEventStore({ url: engines.eventStoreUrl });
  const reading = openLedgerReader(config.ledger.folder);
  try {
    const { leaves, logs, faults } = await checkLedger(store, reading, config.ledger.folder);
    for (const fault of faults) console.error(`✗ ${fault}`);
    console.log(`${leaves} leaves of ${logs} logs compared with the event log: ${faults.length === 0 ? 'all the same' : `${faults.length} differ`}`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await Promise.all([store.close(), reading.close()]);
  }
}

export async function runLedger(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { tenant: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return (console.log(HELP), 0);
  const config = readConfig(process.env);
  const [what] = positionals;
  if (what === 'keys') return keys(config, values.tenant ?? HUB);
  if (what === 'check') return check(config);
  if (what !== 'new-key') return (console.error('hub: hub ledger keys, new-key or check; see hub ledger --help'), 2);
  for (const place of await addSigningKey(config)) console.log(`${place} signs from now on`);
  console.log('keep the keys before until the next event is logged');
  return 0;
}
