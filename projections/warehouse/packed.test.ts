import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { joined, NOTHING, pack } from './packed.ts';

const text = ({ lines }: { lines: readonly Buffer[] }) => Buffer.concat(lines).toString();

spec('rows as bytes', (it) => {
  it('each row is a line of its values by place, and a column it does not have is null', () => {
    const packed = pack([
      { a: 'ş\n"', b: 1 },
      { b: 2, c: [null] },
    ]);
    assert.equal([packed.columns, packed.length], [['a', 'b', 'c'], 2]);
    assert.is(text(packed), '["ş\\n\\"",1,null]\n[null,2,[null]]\n');
  });
  it('pieces follow each other when their columns are the same, else they are refused', () => {
    const [first, second] = [pack([{ a: 1 }]), pack([{ a: 2 }, { a: 3 }])];
    assert.equal([text(joined(first, second)), joined(first, second).length], ['[1]\n[2]\n[3]\n', 3]);
    assert.is(joined(NOTHING, first), first);
    assert.is(joined(first, NOTHING), first);
    assert.throws(() => joined(first, pack([{ b: 1 }])), /rows with columns/);
  });
});
