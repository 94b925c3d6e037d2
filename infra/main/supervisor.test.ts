import { equal, is, match, ok } from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import { type Child, keepRunning, type Tell } from './supervisor.ts';

const children = () => {
  const started: { end: (code: number | null) => void; stopped: boolean }[] = [];
  const start = async (): Promise<Child> => {
    const { promise, resolve } = Promise.withResolvers<number | null>();
    const child = { end: resolve, stopped: false };
    started.push(child);
    return { pid: started.length, exited: promise, stop: async () => void ((child.stopped = true), resolve(0)) };
  };
  return { start, started };
};
const until = async (claim: () => boolean) => {
  for (let i = 0; i < 200 && !claim(); i++) await new Promise((r) => setTimeout(r, 10));
  ok(claim());
};

spec('supervisor', (it) => {
  it('a child that ends by itself is started again, and both are told', async () => {
    const { start, started } = children();
    const told: Parameters<Tell>[0][] = [];
    const kept = await keepRunning('events', start, (event) => told.push(event));
    started[0]!.end(137);
    await until(() => started.length === 2);
    equal(
      told.map((t) => t.what),
      ['exited', 'restarted'],
    );
    match(told[0]!.detail, '137');
    await kept.stop();
    is(started[1]!.stopped, true);
  });
  it('a stopped child stays stopped', async () => {
    const { start, started } = children();
    const kept = await keepRunning('events', start, () => {});
    await kept.stop();
    await new Promise((r) => setTimeout(r, 300));
    is(started.length, 1);
  });
  it('a failing restart is tried again', async () => {
    const { start, started } = children();
    let failures = 1;
    const kept = await keepRunning(
      'events',
      async () => {
        if (started.length === 1 && failures-- > 0) throw new Error('port taken');
        return start();
      },
      () => {},
    );
    started[0]!.end(null);
    await until(() => started.length === 2);
    await kept.stop();
  });
  it('a first start that fails is the caller’s to handle', async () => {
    const error = await keepRunning(
      'events',
      async () => {
        throw new Error('no disk');
      },
      () => {},
    ).then(
      () => undefined,
      (e: Error) => e,
    );
    is(error?.message, 'no disk');
  });
});
