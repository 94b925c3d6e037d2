// Runs unit test files one after the other in one process, with a mark after each: most of a small file's time is the start of a process.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import './properties.ts';

/** Ends what a file printed, followed by its exit code and a new line. */
export const MARK = '\u0001ended ';

type Uvu = { UVU_DEFER?: number; UVU_QUEUE: unknown[][] };

async function runEach(files: readonly string[]): Promise<void> {
  const shared = globalThis as unknown as Uvu;
  shared.UVU_DEFER = 1; // suites wait for `exec` instead of running by themselves
  const { exec } = await import('uvu');
  for (const file of files) {
    shared.UVU_QUEUE = [[null]];
    await import(pathToFileURL(resolve(file)).href);
    await exec();
    process.stdout.write(`${MARK}${process.exitCode ?? 0}\n`);
    process.exitCode = 0;
  }
}

if (import.meta.main) void runEach(process.argv.slice(2)); // not awaited here: a test of the runner imports this file
