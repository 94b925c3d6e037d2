// What survives SIGKILL under load; more rounds with `node infra/embedded/eventstore/crash/main.ts --rounds 100`.
import * as assert from 'uvu/assert';
import { spec } from '../../testing/spec.ts';
import { crashRounds } from './crash/rounds.ts';

spec('killing the server under load', (it) => {
  it('loses no acknowledged event, leaves no append half-written, and subscribers and groups go on without gap', async () => {
    const { acknowledged, stored } = await crashRounds(3);
    assert.ok(acknowledged > 0 && stored >= acknowledged);
  });
});
