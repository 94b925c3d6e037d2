import * as assert from 'uvu/assert';
import { spec } from '../testing/spec.ts';
import { bounded, makeMetrics } from './metrics.ts';

spec('metrics', (it) => {
  it('counts commands by slice, type and outcome', async () => {
    const metrics = makeMetrics();
    metrics.command('case', 'OpenCase', 'done');
    metrics.command('case', 'OpenCase', 'done');
    metrics.command('case', 'OpenCase', 'case.already-open');
    const text = await metrics.text();
    assert.match(text, 'hub_commands_total{slice="case",type="OpenCase",outcome="done"} 2');
    assert.match(text, 'hub_commands_total{slice="case",type="OpenCase",outcome="case.already-open"} 1');
    metrics.stop();
  });

  it('measures the event loop at every scrape', async () => {
    const metrics = makeMetrics();
    await new Promise((done) => setTimeout(done, 40));
    assert.match(await metrics.text(), /hub_event_loop_delay_seconds\{quantile="0.99"\} \d/);
    metrics.stop();
  });

  it('sums what the processes of a hub count', async () => {
    const [api, worker] = [makeMetrics(), makeMetrics()];
    api.appended('case', 2);
    worker.appended('case', 3);
    assert.match(await api.text([await worker.json()]), 'hub_events_appended_total{slice="case"} 5');
    api.stop();
    worker.stop();
  });

  it('lets no label grow without bound', () => {
    const label = bounded(2);
    assert.equal(['a', 'b', 'c', 'a', 'd'].map(label), ['a', 'b', 'other', 'a', 'other']);
  });
});
