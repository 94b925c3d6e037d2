// `npm run check`: everything that can be known without starting an engine, in seconds.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const HELP = 'npm run check: types, lint, format, lockfile, import rules and unit tests. It takes no options.';
type Check = readonly [name: string, command: readonly string[]];
/** What did not change since the last check is not looked at again. */
const typesOf = (project: string, name: string): string[] => {
  const known = resolve(`node_modules/.cache/types-${name}.tsbuildinfo`);
  return ['node_modules/.bin/tsc', '-p', project, '--incremental', '--tsBuildInfoFile', known];
};
const STATIC: readonly Check[] = [
  ['types', typesOf('.', 'hub')],
  ['types of the web', typesOf('read-side/web', 'web')],
  ['lint', ['node_modules/.bin/oxlint', '--type-aware', '--quiet']],
  ['format', ['node_modules/.bin/biome', 'format', '.']],
  ['lockfile', [process.execPath, 'infra/checks/lockfile.ts']],
];
const UNIT: readonly Check[] = [['unit tests', [process.execPath, 'infra/testing/run.ts', '--unit', '--jobs', '3']]];

function run([program, ...args]: readonly string[]): Promise<{ exit: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program!, args, { env: { ...process.env, NO_COLOR: '1' } });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (exit) => resolve({ exit, output }));
  });
}

async function lane(checks: readonly Check[]): Promise<void> {
  for (const [name, command] of checks) {
    const started = performance.now();
    const { exit, output } = await run(command);
    console.log(`${exit === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    if (exit !== 0) {
      console.log(output);
      process.exitCode = 1;
    }
  }
}

if (process.argv.includes('--help')) console.log(HELP);
else {
  console.log('types, lint, format and lockfile, and the unit tests beside them …');
  await Promise.all([lane(STATIC), lane(UNIT)]); // a core waits often enough in either for the other
}
