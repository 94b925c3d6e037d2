// The short form: an engine that is stopped, one that says nothing, a clock that is put forward and back. `node infra/testing/faults/storm.ts --rounds 100` is the long one.
import { equal } from 'uvu/assert';
import { spec } from '../spec.ts';
import { storm } from './storm.ts';

spec('trouble around a hub under load', (it) => {
  it('engines that stop or say nothing cost nothing: the hub says so, comes back, and every tenant’s views are those of the log', async () => {
    const only = ['PostgreSQL half open', 'clock 10 minutes off', 'event store stopped'];
    const { rounds, figures, faults } = await storm({ rounds: 3, every: 3, people: 2, only, backMs: 120_000, disk: false });
    console.log(`${rounds.map(({ trouble, backMs }) => `${trouble}: back after ${backMs} ms`).join(', ')}; ${JSON.stringify(figures)}`);
    equal(faults.slice(0, 10), []);
    equal(rounds.map(({ trouble }) => trouble).toSorted(), only.toSorted());
  });
});
