// `npm run check`: everything that can be known without starting an engine, in seconds.
import { spawn } from 'node:child_process';

const HELP = 'npm run check: types, lint, format, lockfile, import rules and unit tests. It takes no options.';
const CHECKS: readonly (readonly [string, readonly string[]])[] = [
  ['types', ['node_modules/.bin/tsc', '-p', '.']],
  ['types of the web', ['node_modules/.bin/tsc', '-p', 'read-side/web']],
  ['lint', ['node_modules/.bin/oxlint', '--type-aware', '--quiet']],
  ['format', ['node_modules/.bin/biome', 'format', '.']],
  ['lockfile', [process.execPath, 'infra/checks/lockfile.ts']],
  ['unit tests', [process.execPath, 'infra/testing/run.ts', '--unit']],
];

function run([program, ...args]: readonly string[]): Promise<{ exit: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program!, args, { env: { ...process.env, NO_COLOR: '1' } });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (exit) => resolve({ exit, output }));
  });
}

if (process.argv.includes('--help')) console.log(HELP);
else
  for (const [name, command] of CHECKS) {
    process.stdout.write(`${name} … `);
    const started = performance.now();
    const { exit, output } = await run(command);
    console.log(`${exit === 0 ? 'ok' : 'FAIL'} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    if (exit !== 0) {
      console.log(output);
      process.exitCode = 1;
    }
  }
