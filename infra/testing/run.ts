// Runs the test files, unit tests first and several to a process, each test on engines in a process of its own; closes with one plain line that counts
// every test that ran.
import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MARK } from './several.ts';

const HELP = `npm test [-- OPTIONS] [PART OF A PATH…]
  --unit          only tests that need no engine
  --int           only tests on real engines
  --jobs N        files at a time (default 2)
  --limit SECONDS the longest one file may take (default 240)
  --help          this text
  TEST_SEED=random   other cases for the property tests than the usual ones`;

// What was compiled once is read by the next process: they load the same modules.
const COMPILED = resolve('node_modules/.cache/compiled');
/** Unit test files that share a process. */
const TOGETHER = 12;
const SEVERAL = 'infra/testing/several.ts';
const ENDED = new RegExp(`${MARK}(\\d+)\\n`);
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

type Told = (file: string, result: Result, seconds: number) => void;

/** One process for the files; answers those it never came to. Each is told as soon as it ended; one that ends the process has failed. */
export function runTogether(files: readonly string[], limitSeconds: number, tell: Told): Promise<string[]> {
  const args = files.length === 1 ? [...(readFileSync(files[0]!, 'utf8').includes("'fast-check'") ? PROPERTIES : []), files[0]!] : [SEVERAL, ...files];
  return new Promise((settle) => {
    const child = spawn(process.execPath, args, {
      env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      detached: true,
    });
    const left = [...files];
    let [output, since] = ['', performance.now()];
    const kill = () => {
      output += `\nkilled: it took longer than ${limitSeconds} s\n`;
      process.kill(-child.pid!, 'SIGKILL');
    };
    let timer = setTimeout(kill, limitSeconds * 1000);
    const ended = (printed: string, exit: number | null) => {
      tell(left.shift()!, judge(printed, exit), (performance.now() - since) / 1000);
      since = performance.now();
      clearTimeout(timer);
      timer = setTimeout(kill, limitSeconds * 1000);
    };
    const read = (chunk: string) => {
      output += chunk;
      for (let found = ENDED.exec(output); found; found = ENDED.exec(output)) {
        output = output.slice(found.index + found[0].length);
        ended(found.input.slice(0, found.index), Number(found[1]));
      }
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.on('close', (exit) => {
      if (left.length > 0) ended(output, exit ?? 1);
      else if (exit !== 0) tell('the process of the files above', judge(output, exit), 0);
      clearTimeout(timer);
      settle(left);
    });
  });
}

/** So many `jobs` at a time, each with so many files `together`. */
async function inParallel(files: readonly string[], jobs: number, together: number, work: (files: readonly string[]) => Promise<string[]>): Promise<void> {
  const queue = [...files];
  const worker = async () => {
    while (queue.length > 0) queue.unshift(...(await work(queue.splice(0, together))));
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
  const tell: Told = (file, result, seconds) => {
    report(file, result, seconds);
    for (const key of ['passed', 'failed', 'skipped'] as const) sum[key] += result[key];
  };
  const work = (files: readonly string[]) => runTogether(files, Number(values.limit), tell);
  const jobs = Number(values.jobs);
  await inParallel(
    wanted.filter((f) => !isInt(f)),
    jobs,
    TOGETHER,
    work,
  );
  await inParallel(wanted.filter(isInt), jobs, 1, work);
  if (wanted.length === 0) console.log('no test file matches');
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`);
  process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
}

if (import.meta.main) await main();
