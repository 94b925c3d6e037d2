import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { CODES, condition, hba1c, person, takes } from '#agents/pre-op/given-patient.ts';
import { spec } from '../../testing/spec.ts';

const MAIN = new URL('main.ts', import.meta.url).pathname;
const REAL = new URL('../../../../shared/data/fhir-r4', import.meta.url).pathname;
const DOC = new URL('../../../docs/clinical-rules.md', import.meta.url).pathname;
const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
const tableIn = (text: string) => text.slice(text.indexOf('| Rule | info'), text.length).split('\n\n')[0]!.trim();

spec('the pre-op report', (it, { setup, teardown }) => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-report-'));
  const file = join(folder, 'one.json');
  setup(() => {
    const entry = [person('male', '1960-01-01'), condition(CODES.diabetes), hba1c(9), takes('Warfarin 5 MG')].map(({ resource }, n) => ({
      resource: { ...resource, id: `r${n}` },
    }));
    writeFileSync(file, JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
  });
  teardown(() => rmSync(folder, { recursive: true, force: true }));

  it('--json prints one line per finding, judged at the time of the last resource', () => {
    const lines = run(folder, '--json')
      .stdout.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { rule: string; level: string; asOf: string });
    const found = Object.fromEntries(lines.map(({ rule, level }) => [rule, level]));
    assert.equal([found['PRE-A1C@1.0.0'], found['PRE-VKA@1.0.0']], ['red', 'amber']);
    assert.is(lines[0]!.asOf, '2026-06-14');
  });
  it('--as-of judges at another time, when values may be out of date', () =>
    assert.match(run(file, '--as-of', '2027-01-01', '--json').stdout, /"rule":"PRE-A1C@1\.0\.0","level":"insufficient-data"/));
  it('a wrong use says what is right, and changes nothing', () => {
    for (const [args, says] of [
      [[], /Usage/],
      [['--as-of', 'soon', file], /not a date/],
      [[join(folder, 'absent.json')], /absent\.json/],
    ] as const) {
      const { status, stderr } = run(...args);
      assert.is(status, 2);
      assert.match(stderr, says);
    }
  });
  it(
    'the table in the documents is what the tool finds in the sample patients',
    () => assert.is(tableIn(readFileSync(DOC, 'utf8')), tableIn(run(REAL).stdout)),
    { unless: existsSync(REAL) ? undefined : 'the sample bundles are not on this machine' },
  );
});
