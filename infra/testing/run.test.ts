import { equal } from 'uvu/assert';
import { judge } from './run.ts';
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
});
