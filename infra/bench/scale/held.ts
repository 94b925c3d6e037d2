// Loaded into the process that is measured: asked by a signal it collects its garbage and adds a line with what is left to a file.
import { appendFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const file = process.env['HUB_BENCH_HELD'];
if (file !== undefined && process.argv.includes('projections')) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  process.on('SIGUSR2', () => {
    const before = process.memoryUsage();
    collect();
    appendFileSync(file, `${JSON.stringify({ before, after: process.memoryUsage() })}\n`);
  });
}
