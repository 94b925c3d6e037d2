// Runs every test file as a process of its own, unit tests first, and closes with one plain line that counts every test that ran.
import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `npm test [-- OPTIONS] [PART OF A PATH…]
  --unit          only tests that need no engine
  --int           only tests on real engines
  --jobs N        files at a time (default 2)
  --limit SECONDS the longest one file may take (default 240)
  --help          this text
  TEST_SEED=random   other cases for the property tests than the usual ones`;

// What was compiled once is read by the next process: some 300 of them load the same modules.
const COMPILED = resolve('node_modules/.cache/compiled');
const PROPERTIES = ['--import', './infra/testing/properties.ts'];

type Result = { passed: number; failed: number; skipped: number; output: string; why?: string };

const number = (output: string, label: string): number => Number(new RegExp(`^\\s*${label}:\\s+(\\d+)`, 'm').exec(output)?.[1] ?? Number.NaN);

/** Reads uvu's own summary; whatever it does not prove to have passed counts as failed. */
export function judge(output: string, exit: number | null): Result {
  const total = number(output, 'Total');
  const passed = number(output, 'Passed');
  const skipped = number(output, 'Skipped');
  if (Number.isNaN(total)) return { passed: 0, failed: 1, skipped: 0, output, why: 'no summary: it crashed, hung or ran nothing' };
  if (total === 0 && skipped === 0) return { passed: 0, failed: 1, skipped: 0, output, why: 'it ran no test' };
  const failed = total - passed;
  if (failed === 0 && exit !== 0) return { passed, failed: 1, skipped, output, why: `all passed, but it exited with ${exit}` };
  return { passed, failed, skipped, output };
}

function runFile(file: string, limitSeconds: number): Promise<Result> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, [...(readFileSync(file, 'utf8').includes("'fast-check'") ? PROPERTIES : []), file], {
      env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      detached: true,
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const timer = setTimeout(() => {
      output += `\nkilled: it took longer than ${limitSeconds} s\n`;
      process.kill(-child.pid!, 'SIGKILL');
    }, limitSeconds * 1000);
    child.on('close', (exit) => {
      clearTimeout(timer);
      settle(judge(output, exit));
    });
  });
}

async function inParallel<T>(items: readonly T[], jobs: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}

function report(file: string, result: Result, seconds: number): void {
  const bad = result.failed > 0;
  const skipped = result.skipped ? `, ${result.skipped} skipped` : '';
  console.log(`${bad ? 'FAIL' : 'ok  '} ${file} (${result.passed} passed${skipped}, ${seconds.toFixed(1)} s)${result.why ? `: ${result.why}` : ''}`);
  for (const line of result.output.split('\n')) if (bad || line.startsWith('skipped: ')) console.log(`     ${line}`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      unit: { type: 'boolean' },
      int: { type: 'boolean' },
      jobs: { type: 'string', default: '2' },
      limit: { type: 'string', default: '240' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(HELP);
  const found = globSync('{domain,write-side,projections,read-side,agents,infra}/**/*.test.ts', {
    exclude: (path) => /node_modules|\bdist\b/.test(path),
  }).sort();
  const isInt = (file: string) => file.endsWith('.int.test.ts');
  const wanted = found.filter(
    (f) => (positionals.length === 0 || positionals.some((p) => f.includes(p))) && !(values.unit && isInt(f)) && !(values.int && !isInt(f)),
  );
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const work = async (file: string) => {
    const started = performance.now();
    const result = await runFile(file, Number(values.limit));
    report(file, result, (performance.now() - started) / 1000);
    for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += result[key];
  };
  for (const tier of [wanted.filter((f) => !isInt(f)), wanted.filter(isInt)]) await inParallel(tier, Number(values.jobs), work);
  if (wanted.length === 0) console.log('no test file matches');
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`);
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

if (import.meta.main) await main();
