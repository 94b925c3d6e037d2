import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { toFault } from './fault.ts';
import { insertOf, statementOf } from './statement.ts';

const refusal = (sql: string): number => {
  try {
    statementOf(sql);
    return 0;
  } catch (error) {
    return toFault(error).code;
  }
};

spec('clickhouse statements', (it) => {
  it('kinds and formats are told apart', () => {
    assert.equal(statementOf('select 1 FORMAT JSON'), { kind: 'select', format: 'JSON' });
    assert.equal(statementOf('(SELECT 1) UNION ALL (SELECT 2)'), { kind: 'select', format: undefined });
    assert.equal(statementOf("SELECT format('{}', 'x') AS a FORMAT TSV SETTINGS max_threads = 1;"), { kind: 'select', format: 'TSV' });
    assert.equal(statementOf('SHOW TABLES'), { kind: 'other', format: undefined, word: 'show' });
  });
  it('an insert gives its table, columns, format and the first rows', () => {
    assert.equal(insertOf('INSERT INTO `d`.t (a, `b`) FORMAT JSONEachRow\n{"a":1}'), {
      kind: 'insert',
      table: 'd.t',
      columns: ['a', 'b'],
      format: 'JSONEachRow',
      inline: '{"a":1}',
    });
    assert.is(insertOf('INSERT INTO t VALUES (1)'), undefined);
    assert.is(insertOf('INSERT INTO t FORMAT Values (1)'), undefined);
  });
  it('whatever stands inside quotes or a comment is no second statement', () => {
    const quoted = fc.tuple(fc.constantFrom("'", '`', '"'), fc.string()).map(([q, text]) => q + text.replaceAll('\\', '').replaceAll(q, q + q) + q);
    const comment = fc.string().map((text) => `/* ${text.replaceAll('*', '')} */`);
    const line = fc.string().map((text) => `-- ${text.replaceAll('\n', '')}\n`);
    fc.assert(fc.property(fc.array(fc.oneof(quoted, comment, line), { minLength: 1 }), (parts) => assert.is(refusal(`SELECT 1, ${parts.join(' ')}`), 0)));
  });
  it('a second statement is refused wherever the first one ends', () => {
    const first = fc.constantFrom(
      "SELECT ';'",
      'SELECT 1 -- ;',
      'SELECT 1 /* ; */',
      "SELECT 'a\\'; b'",
      'SELECT `;`',
      'SELECT $x$;$x$',
      'INSERT INTO t VALUES (1)',
    );
    fc.assert(fc.property(first, fc.constantFrom('\n;', '\n ; '), (sql, end) => assert.is(refusal(`${sql}${end}DROP TABLE t`), 62)));
    assert.is(refusal('SELECT 1 ; ; '), 0);
    assert.is(refusal(' -- nothing'), 62);
  });
  it('nothing is set in a session that the next request would share', () => {
    for (const sql of ['SET readonly = 0', 'USE system', 'set param_a = 1']) assert.is(refusal(sql), 48, sql);
  });
});
