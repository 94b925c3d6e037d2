import { equal, is } from 'uvu/assert';
import { eventId, commandMark } from '#write-side/kernel/ids.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { spec } from '../spec.ts';
import type { Acknowledged } from './load.ts';
import { imports, presence, recommendations, wholeness } from './verify.ts';

const stream = { tenant: 'klinik', slice: 'case', id: 'c1' };
const event = (id: string, revision: number, position: number, type = 'CaseOpened', more: object = {}) =>
  ({ id, revision, position: BigInt(position), type, stream, data: {}, ...more }) as unknown as Recorded;
const idOf = (index: number) => eventId(commandMark('command-1', stream), index);
const said = (events: string[], position: string) =>
  ({
    route: 'post /api/cases',
    path: '/api/cases',
    commandId: 'command-1',
    tries: 1,
    answer: { status: 201, body: { id: 'c1', events, position } },
  }) as unknown as Acknowledged;

spec('checks after crashes', (it) => {
  it('a whole log has no fault; a doubled, missing or misplaced event is one', () => {
    equal(wholeness([event('a', 0, 1), event('b', 1, 2)]), []);
    is(wholeness([event('a', 0, 1), event('a', 1, 2)]).length, 1);
    is(wholeness([event('a', 0, 1), event('b', 2, 2)]).length, 1);
    is(wholeness([event('a', 0, 2), event('b', 1, 2)]).length, 1);
  });
  it('an acknowledged command is found, missed, or found to differ', () => {
    equal(presence([event(idOf(0), 0, 7)], [said(['CaseOpened'], '7')]), []);
    is(presence([], [said(['CaseOpened'], '7')]).length, 1);
    is(presence([event(idOf(0), 0, 8)], [said(['CaseOpened'], '7')]).length, 1);
    is(presence([event(idOf(0), 0, 6), event(idOf(1), 1, 7)], [said(['CaseOpened'], '7')]).length, 1);
  });
  it('an import that is half there, or twice, is found', () => {
    const patient = { stream: { ...stream, slice: 'patient', id: 'p1' } };
    const registered = event('r', 0, 1, 'PatientRegistered', { ...patient, data: {} });
    const condition = (id: string) => event(id, 1, 2, 'ConditionRecorded', { ...patient, data: { resourceId: 'x' } });
    const entry = ['Patient/p1', 'Condition/x'].map((location) => ({ response: { location } }));
    const imported = [{ route: 'post /fhir', answer: { status: 200, body: { entry } } } as unknown as Acknowledged];
    equal(imports([registered, condition('a')], imported), []);
    is(imports([registered], imported).length, 1);
    is(imports([registered, condition('a'), condition('b')], imported).length, 1);
  });
  it('two open recommendations of one rule for one case are found', () => {
    const of = (id: string, type = 'RecommendationIssued') =>
      event(id, 0, 1, type, { stream: { ...stream, slice: 'recommendation', id }, data: { caseId: 'c1', rule: 'PRE-ASA' } });
    equal(recommendations([of('a'), of('a', 'RecommendationExpired'), of('b')]).faults, []);
    is(recommendations([of('a'), of('b')]).faults.length, 1);
  });
});
