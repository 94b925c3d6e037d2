// `hub witness`: cosigns the checkpoints of logs somebody wants watched. It runs at the auditor's, needs no hub and no database.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openKeyFile } from '#infra/ledger/key-file.ts';
import { fileMemory, serveWitness } from '#infra/ledger/witness-server.ts';
import { parseVkey, type Verifier, vkey } from '#projections/ledger/note.ts';
import { cosigners, makeWitness } from '#projections/ledger/witness.ts';

const HELP = `hub witness --name NAME --log KEY [--log KEY …] [--data witness] [--host 127.0.0.1] [--port 8420] [--keys]
  Answers POST /add-checkpoint as C2SP tlog-witness says: remembers the newest checkpoint of each log, and cosigns only what goes on from it.
  --name   the witness's own name, such as witness.example.org/hub
  --log    a log's key as \`hub ledger keys\` or the auditor's page shows it; each kind of key of each log
  --data   folder for its key and its memory; keep both
  --keys   print the witness's own keys and end`;

const OPTIONS = {
  name: { type: 'string' },
  log: { type: 'string', multiple: true },
  data: { type: 'string', default: 'witness' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '8420' },
  keys: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const untilStopped = () =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

export async function runWitness(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) return (console.log(HELP), 0);
  const { name, data } = values;
  if (!name || /[\s+]/.test(name)) return (console.error('hub: name the witness: --name witness.example.org/hub'), 2);
  const signer = openKeyFile(join(data, 'witness-key.json'), { make: true });
  for (const key of cosigners(name, (await signer.keys()).at(-1)!)) console.log(vkey(key));
  if (values.keys) return 0;
  const logs = (values.log ?? []).map(parseVkey);
  if (logs.length === 0 || logs.includes(undefined)) return (console.error('hub: --log takes a log’s key, NAME+ID+BASE64, and is needed at least once'), 2);
  const witness = makeWitness({ name, logs: logs as Verifier[], memory: fileMemory(join(data, 'seen')), signer, now: () => new Date() });
  const { server, listen } = serveWitness(witness);
  const port = await listen(Number(values.port), values.host);
  console.error(`witness ${name} listens on http://${values.host}:${port}`);
  await untilStopped();
  server.close();
  server.closeAllConnections();
  return 0;
}
