import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { equal } from 'uvu/assert';
import { judge, runTogether } from './run.ts';
import { spec } from './spec.ts';

const summary = (total: number, passed: number, skipped = 0) => `\n  Total:     ${total}\n  Passed:    ${passed}\n  Skipped:   ${skipped}\n  Duration:  1ms\n`;

spec('test runner', (it) => {
  it('counts what uvu says it ran', () => {
    const { passed, failed, skipped } = judge(summary(3, 2, 1), 1);
    equal({ passed, failed, skipped }, { passed: 2, failed: 1, skipped: 1 });
  });
  it('counts a file without a summary as failed', () => equal(judge('Exiting early', 0).failed, 1));
  it('counts a file that ran no test as failed', () => equal(judge(summary(0, 0), 0).failed, 1));
  it('accepts a file whose tests are all skipped', () => equal(judge(summary(0, 0, 2), 0).failed, 0));
  it('counts a crash after the last test as failed', () => equal(judge(summary(2, 2), 1).failed, 1));

  it('tells of each file that shares a process, blames the one that ends it, and answers those that never ran', async () => {
    const folder = mkdtempSync(join(import.meta.dirname, 'run-'));
    const file = (name: string, body: string): string => {
      const path = join(folder, `${name}.ts`);
      writeFileSync(path, `import { spec } from '../spec.ts';\nspec('${name}', (it) => {${body}});\n`);
      return path;
    };
    const told: string[] = [];
    const files = [
      file('good', "it('is', () => {});"),
      file('bad', "it('is not', () => { throw new Error('no'); });"),
      file('empty', ''),
      file('ending', "it('ends', () => process.exit(0));"),
      file('never', "it('is', () => {});"),
    ];
    const left = await runTogether(files, 30, (path, { passed, failed }) => told.push(`${basename(path)}: ${passed} passed, ${failed} failed`));
    rmSync(folder, { recursive: true });
    equal(told, ['good.ts: 1 passed, 0 failed', 'bad.ts: 0 passed, 1 failed', 'empty.ts: 0 passed, 1 failed', 'ending.ts: 0 passed, 1 failed']);
    equal(left, files.slice(4));
  });
});
