import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { buildWeb, isStale } from './build.ts';

spec('the build of the dashboard', (it) => {
  it('is fresh after building, and then costs nothing', async () => {
    await buildWeb();
    assert.not.ok(await isStale());
    const started = performance.now();
    await buildWeb();
    assert.ok(performance.now() - started < 1000);
  });
});
