import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { HubError } from '#domain/kernel/errors.ts';
import { spec } from '../testing/spec.ts';
import { type LogFields, makeLog } from './log.ts';
import { scrub } from './scrub.ts';

const caught = () => {
  const lines: string[] = [];
  return { lines, log: makeLog({ level: 'debug', to: { write: (line) => void lines.push(line) } }) };
};

spec('log', (it) => {
  it('drops every field that is not on the list, whatever the caller passes', () => {
    const { lines, log } = caught();
    log.info('patient.registered', { tenant: 'acme', body: { name: 'Ayşe Kaya' }, email: 'a@b.c', route: { nested: 'Ayşe' } } as unknown as LogFields);
    const entry = JSON.parse(lines[0]!);
    assert.is(entry.msg, 'patient.registered');
    assert.is(entry.tenant, 'acme');
    assert.not.match(lines[0]!, /Ayşe|a@b\.c/);
  });

  it('keeps what an error quotes out of the log, at every depth of its causes', () => {
    const { lines, log } = caught();
    let parse: unknown;
    try {
      JSON.parse('{"name": Ayşe');
    } catch (error) {
      parse = error;
    }
    log.error('http.bug', new HubError('bug', 'hub.bug', 'value "Ayşe Kaya" of a@b.c tel +90 532 000 11 22', { cause: parse }), { correlationId: 'c1' });
    assert.not.match(lines[0]!, /Ayşe|a@b\.c|532/);
    const { error } = JSON.parse(lines[0]!);
    assert.is(error.code, 'hub.bug');
    assert.is(error.cause.name, 'SyntaxError');
    assert.ok(error.frames.length > 0);
  });

  it('writes positions as decimal strings', () => {
    const { lines, log } = caught();
    log.child({ group: 'views' }).warn('projection.late', { position: 12345678901234567890n });
    const entry = JSON.parse(lines[0]!);
    assert.is(entry.position, '12345678901234567890');
    assert.is(entry.group, 'views');
  });

  it('leaves ordinary words of a message alone', () => {
    assert.is(scrub("can't reach engine"), "can't reach engine");
  });

  it('a log that nobody can write ends no process', () => {
    if (!existsSync('/dev/full')) return;
    const module = JSON.stringify(new URL('./log.ts', import.meta.url).href);
    const program = `const { makeLog } = await import(${module}); const log = makeLog(); log.info('one'); setTimeout(() => { log.info('two'); setTimeout(() => process.exit(7), 200); }, 200);`;
    const full = openSync('/dev/full', 'w');
    const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', full, 'ignore'] });
    closeSync(full);
    assert.is(status, 7);
  });
});
