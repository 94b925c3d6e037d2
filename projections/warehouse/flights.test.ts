import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { makeFlights } from './flights.ts';

const never = new AbortController().signal;
const deferred = () => Promise.withResolvers<void>();

spec('work on its way', (it) => {
  it('is never more than allowed at once', async () => {
    const flights = makeFlights(2, never);
    const works = [deferred(), deferred()];
    for (const { promise } of works) {
      await flights.room();
      flights.add(promise);
    }
    let isFree = false;
    const waiting = flights.room().then(() => void (isFree = true));
    await Promise.resolve();
    assert.not.ok(isFree);
    works[1]!.resolve();
    await waiting;
    works[0]!.resolve();
    await flights.all();
    assert.ok(flights.isEmpty());
  });
  it('stops everything with its first failure, and still lands what was on its way', async () => {
    const flights = makeFlights(2, never);
    const [first, second] = [deferred(), deferred()];
    flights.add(first.promise);
    flights.add(second.promise);
    first.reject(new Error('refused'));
    await flights.room().then(
      () => assert.unreachable(),
      (error: Error) => assert.is(error.message, 'refused'),
    );
    assert.ok(flights.signal.aborted);
    assert.not.ok(flights.isEmpty());
    second.resolve();
    await flights.landed();
    assert.ok(flights.isEmpty());
  });
  it('is told by its caller to stop, which is no failure', async () => {
    const caller = new AbortController();
    const flights = makeFlights(1, caller.signal);
    caller.abort();
    assert.ok(flights.signal.aborted);
    await flights.room();
    await flights.all();
  });
});
