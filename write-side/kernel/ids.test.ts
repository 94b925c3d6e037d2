import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { id } from '#domain/kernel/ids.ts';
import { spec } from '#infra/testing/spec.ts';
import { commandMark, createdBy, eventId, markOf } from './ids.ts';

const stream = { tenant: 'acme', slice: 'case', id: 'x' };

spec('ids', (it) => {
  it('event ids are UUIDs, differ by command, stream and index, and show their command', () =>
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 0xffff }), (command, index) => {
        const mark = commandMark(command, stream);
        assert.ok(id.safeParse(eventId(mark, index)).success);
        assert.is(markOf(eventId(mark, index)), mark);
        assert.is(eventId(mark, index), eventId(commandMark(command, stream), index));
        assert.is.not(commandMark(command, { ...stream, tenant: 'other' }), mark);
        assert.is.not(commandMark(`${command}.`, stream), mark);
      }),
    ));
  it('more events than ids can count are refused', () => assert.throws(() => eventId(commandMark('k', stream), 0x10000), RangeError));
  it('the stream a command creates follows from the command', () => {
    assert.is(createdBy('k', 'case'), createdBy('k', 'case'));
    assert.is.not(createdBy('k', 'case'), createdBy('l', 'case'));
  });
});
