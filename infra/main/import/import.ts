// `hub import`: files into a running hub, through the same public API everybody uses.
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type Answer, type Client, makeClient } from './client.ts';
import { filesAt } from './files.ts';
import { HELP, type Options, readOptions, UsageError } from './options.ts';
import { makeProgress } from './progress.ts';
import { addTo, emptySum, isClean, type Sum, sumText } from './sum.ts';

const compress = promisify(gzip);
const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

async function sendFile(client: Client, file: string): Promise<Answer> {
  try {
    const bytes = readFileSync(file);
    return await client.send(isGzip(bytes) ? bytes : await compress(bytes, { level: 1 }));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

/** Sends all files, `concurrency` at a time. */
export async function importFiles(client: Client, files: readonly string[], concurrency: number, tell: (file: string) => void): Promise<Sum> {
  const sum = emptySum();
  const waiting = files.values();
  const work = async () => {
    for (const file of waiting) {
      addTo(sum, file, await sendFile(client, file));
      tell(file);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return sum;
}

async function run({ paths, url, who, json, concurrency }: Options): Promise<number> {
  const files = filesAt(paths);
  const client = await makeClient(url, who);
  const progress = makeProgress(files.length);
  const started = performance.now();
  const sum = await importFiles(client, files, concurrency, (file) => progress.done(file)).finally(() => progress.end());
  const seconds = (performance.now() - started) / 1000;
  console.log(json ? JSON.stringify({ ...sum, seconds: Math.round(seconds * 1000) / 1000 }) : sumText(sum, seconds));
  return isClean(sum) ? 0 : 1;
}

/** Arguments after `import` → exit code. */
export async function runImport(args: string[]): Promise<number> {
  try {
    const options = readOptions(args, process.env);
    return options.help ? (console.log(HELP), 0) : await run(options);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`hub: ${error.message}`);
    return 2;
  }
}
