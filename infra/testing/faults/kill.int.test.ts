// The short form: three rounds of kill -9 under load. `node infra/testing/faults/kill.ts --rounds 20` is the long one.
import { equal, ok } from 'uvu/assert';
import { spec } from '../spec.ts';
import { killRounds } from './kill.ts';

spec('kill -9 of anything under load', (it) => {
  it('loses and doubles nothing that was acknowledged, in the log, the views, the warehouse or what agents recommend', async () => {
    const { rounds, figures, faults } = await killRounds({ rounds: 3, people: 2 });
    const back = rounds.map(({ victims, backMs }) => `${victims.join(' + ')} ${backMs} ms`);
    console.log(`${back.join(', ')}; ${JSON.stringify(figures)}`);
    equal(faults.slice(0, 10), []);
    ok((figures['acknowledged'] as number) > 20);
  });
});
