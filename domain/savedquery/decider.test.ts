import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { SavedqueryEvent } from './messages.ts';
import { savedquerySlice as slice } from './slice.ts';

const question = {
  name: 'Cases by stage',
  sql: 'SELECT stage, count() FROM cases GROUP BY stage',
  parameters: [],
  chart: { kind: 'bar' as const, x: 'stage' },
};
const saved = (version: number, sql = question.sql): SavedqueryEvent => ({ type: 'QuerySaved', data: { ...question, sql, version } });
const deleted: SavedqueryEvent = { type: 'QueryDeleted', data: {} };

spec('saved query', (it) => {
  it('each saving that changes something is a version', () => {
    given(slice).when({ type: 'SaveQuery', data: question }).then(saved(1));
    given(slice, saved(1)).when({ type: 'SaveQuery', data: question }).then();
    given(slice, saved(1))
      .when({ type: 'SaveQuery', data: { ...question, sql: 'SELECT 1' } })
      .then(saved(2, 'SELECT 1'));
  });
  it('is deleted once, and not saved again', () => {
    given(slice, saved(1)).when({ type: 'DeleteQuery', data: {} }).then(deleted);
    given(slice, saved(1), deleted).when({ type: 'DeleteQuery', data: {} }).then();
    given(slice, saved(1), deleted).when({ type: 'SaveQuery', data: question }).then(reject('savedquery.deleted'));
    given(slice).when({ type: 'DeleteQuery', data: {} }).then(reject('savedquery.unknown'));
  });
});
