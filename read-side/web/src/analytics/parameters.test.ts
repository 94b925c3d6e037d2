import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { defaultsOf, parametersIn, toSaved } from './parameters.ts';

spec('parameters of a statement', (it) => {
  it('are found by name and type, each once, in the order of the text', () => {
    const sql = 'SELECT {a:UInt8}, { b : Array(String) } FROM cases WHERE stage = {c:String} AND 1 = {a:UInt8}';
    assert.equal(parametersIn(sql), [
      { name: 'a', type: 'UInt8' },
      { name: 'b', type: 'Array(String)' },
      { name: 'c', type: 'String' },
    ]);
    assert.equal(parametersIn("SELECT map('a', 1), {}"), []);
  });
  it('are saved by the kind of value to ask for, with what was filled in', () => {
    const saved = toSaved(parametersIn('{a:UInt8} {b:LowCardinality(String)} {c:DateTime64(3)} {d:Date32}'), { a: '3', b: '' });
    assert.equal(
      saved.map(({ type }) => type),
      ['UInt64', 'String', 'DateTime', 'Date'],
    );
    assert.equal(defaultsOf(saved), { a: '3' });
  });
});
