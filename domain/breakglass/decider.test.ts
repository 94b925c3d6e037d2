import { as, doctor, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { BreakGlassEvent } from './messages.ts';
import { breakglassSlice } from './slice.ts';

const patientId = '0190d0c0-0000-7000-8000-000000000009';
const about = { memberId: doctor.id, patientId };
const reason = 'Collapsed at reception';
const endsAt = '2026-01-02T04:04:05.000Z';
const opened: BreakGlassEvent = { type: 'BreakGlassOpened', data: { ...about, endsAt, reason } };
const closed: BreakGlassEvent = { type: 'BreakGlassClosed', data: about };
const other = { ...as('auditor'), id: '0190d0c0-0000-7000-8000-000000000008' };
const review = { type: 'ReviewBreakGlass', data: { verdict: 'justified' } } as const;
const reviewed: BreakGlassEvent = { type: 'BreakGlassReviewed', data: { ...about, reviewedBy: other.id, verdict: 'justified' } };
const close = { type: 'CloseBreakGlass', data: {} } as const;

spec('break-glass', (it) => {
  it('a person opens it for themself, with a reason, for a while', () => {
    const open = { type: 'OpenBreakGlass', data: { ...about, minutes: 60, reason } } as const;
    given(breakglassSlice).when(open).then(opened);
    for (const by of [other, as('doctor', 'agent')]) given(breakglassSlice).when(open, { by }).then(reject('breakglass.own-hands'));
    given(breakglassSlice, opened).when(open).then(reject('breakglass.already-opened'));
  });
  it('it ends by itself at its time and not before, or when the person closes it', () => {
    const by = as('', 'system');
    given(breakglassSlice, opened).when(close, { by }).then(reject('breakglass.not-due'));
    given(breakglassSlice, opened).when(close, { by, at: endsAt }).then(closed);
    given(breakglassSlice, opened).when(close).then(closed);
    given(breakglassSlice, opened).when(close, { by: other }).then(reject('breakglass.own-hands'));
    given(breakglassSlice, opened, closed).when(close, { by, at: endsAt }).then();
  });
  it('once it is closed somebody else reviews it, once', () => {
    given(breakglassSlice, opened).when(review, { by: other }).then(reject('breakglass.still-open'));
    given(breakglassSlice, opened, closed).when(review).then(reject('breakglass.own-review'));
    given(breakglassSlice, opened, closed).when(review, { by: other }).then(reviewed);
    given(breakglassSlice, opened, closed, reviewed).when(review, { by: other }).then(reject('breakglass.already-reviewed'));
  });
});
