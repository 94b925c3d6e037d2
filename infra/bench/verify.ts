// How fast a pack is made and verified: node infra/bench/verify.ts [--events 10000] [--pack FILE]. The verifier runs as the auditor runs it.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { temporaryFolder } from '../testing/hub.ts';
import { makeSample, makeWorld } from '../ledger/verify/sample.ts';

const { values } = parseArgs({ options: { events: { type: 'string', default: '10000' }, help: { type: 'boolean' } } });
if (values.help) console.log('node infra/bench/verify.ts [--events 10000]: logs so many events, packs them, and verifies the pack three times');
else {
  const count = Number(values.events);
  const folder = temporaryFolder('hub-evidence-bench');
  const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const since = performance.now();
    const result = await work();
    console.log(`${what}: ${((performance.now() - since) / 1000).toFixed(2)} s`);
    return result;
  };
  const sample = makeSample(folder.path, makeWorld(count));
  try {
    await timed(`log ${count} events`, sample.log);
    const { log } = await sample.ledger.look('acme');
    const pack = await timed('make the pack', () => sample.pack({}));
    const path = join(folder.path, 'pack.tar.gz');
    writeFileSync(path, pack);
    console.log(
      `pack: ${(pack.length / 2 ** 20).toFixed(1)} MB, a proof of ${log.inclusion(0).length * 32} bytes a leaf, consistency ${log.consistency(Math.floor(count / 3)).length * 32} bytes`,
    );
    for (let n = 0; n < 3; n++)
      await timed('verify', async () => {
        const run = spawnSync(process.execPath, ['infra/ledger/verify/synchron-verify.mjs', path, '--key', log.keys[0]!], { encoding: 'utf8' });
        if (run.status !== 0) throw new Error(run.stdout);
      });
  } finally {
    await sample.close();
    folder.remove();
  }
}
