import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import type { Replay, ReplayEvent } from '../api/types.ts';
import { makeTranslate } from '../i18n/catalogue.ts';
import { en } from '../i18n/en.ts';
import { aboutOf } from './about.ts';

const event = (id: string, type: string, slice = 'case', streamId = 'c1') => ({ id, type, slice, streamId }) as ReplayEvent;
const events = [event('1', 'CaseOpened'), event('2', 'CaseStageSkipped'), event('3', 'RecommendationIssued', 'recommendation', 'r1'), event('4', 'CaseHeld')];
const now = {
  stages: [{ stage: 'lead' }, { stage: 'intake', skipped: true }, { stage: 'review' }],
  recommendations: [{ id: 'r1', title: { tr: 'Kan basıncı', en: 'Blood pressure' } }],
} as unknown as Replay['now'];
const about = (n: number) => aboutOf(events[n]!, { events, now }, makeTranslate(en, 'en'), 'en');

spec('what an event was about', (it) => {
  it('an event that enters a stage names that stage, not one that was passed over', () => {
    assert.is(about(0), 'Lead');
    assert.is(about(1), 'Review');
  });
  it('an event of a recommendation names it; any other event names nothing', () => {
    assert.is(about(2), 'Blood pressure');
    assert.is(about(3), undefined);
  });
});
