import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import { projectionSlice as projection } from './slice.ts';

const data = { eventId: '0190d0c0-0000-7000-8000-000000000001', reason: 'the fold is mended' };
const discarded = { type: 'ParkedEventDiscarded', data } as const;

spec('parked events', (it) => {
  it('a parked event may be tried again as often as somebody wants', () => {
    const replayed = { type: 'ParkedEventReplayed', data } as const;
    given(projection).when({ type: 'ReplayParkedEvent', data }).then(replayed);
    given(projection, replayed).when({ type: 'ReplayParkedEvent', data }).then(replayed);
  });
  it('what was discarded stays discarded', () => {
    given(projection).when({ type: 'DiscardParkedEvent', data }).then(discarded);
    given(projection, discarded).when({ type: 'DiscardParkedEvent', data }).then();
    given(projection, discarded).when({ type: 'ReplayParkedEvent', data }).then(reject('projection.discarded'));
  });
});
