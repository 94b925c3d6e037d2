import * as assert from 'uvu/assert';
import { anyDeadlines } from '#domain/kernel/deadline.ts';
import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import { makeDeadlineFold } from './projection.ts';

const remind = (name: string, at: string) => ({ name, at, command: { type: 'Remind', data: {} } });
const fold = makeDeadlineFold(
  anyDeadlines<{ type: 'Set'; data: { at: Record<string, string> } } | { type: 'Ended'; data: { names: string[] } } | { type: 'Over'; data: object }>({
    Set: ({ data }) => ({ set: Object.entries(data.at).map(([name, at]) => remind(name, at)) }),
    Ended: ({ data }) => ({ end: data.names }),
    Over: () => ({ end: 'all' }),
  }),
);
const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'];
const stream = 'thing-1';
const row = (...written: { type: string; data?: object }[]) => given(fold, makeLog().write(...written.map((w) => ({ stream, ...w })))).row('thing-1');

spec('view deadlines', (it) => {
  it('holds what is open for a stream, the next first, with the event that set it', () => {
    const found = row({ type: 'Set', data: { at: { b: late, a: early } } });
    assert.equal([found?.due.toISOString(), found?.open.map(({ name }) => name), found?.open[0]?.command.type], [early, ['a', 'b'], 'Remind']);
    assert.match(found!.open[0]!.cause, /^[0-9a-f-]{36}$/);
  });
  it('a deadline set again moves, and one that ended is gone', () => {
    const moved = row({ type: 'Set', data: { at: { a: early } } }, { type: 'Set', data: { at: { a: late } } });
    assert.equal([moved?.due.toISOString(), moved?.open.length], [late, 1]);
    const ended = row({ type: 'Set', data: { at: { a: early, b: late } } }, { type: 'Ended', data: { names: ['a'] } });
    assert.equal([ended?.due.toISOString(), ended?.open.length], [late, 1]);
  });
  it('a stream with nothing open has no row', () => {
    assert.is(row({ type: 'Set', data: { at: { a: early } } }, { type: 'Over' }), undefined);
    assert.is(row({ type: 'Over' }), undefined);
  });
});
