import { equal } from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { findings, type Standing } from './findings.ts';

const state = { eventsPerSecond: 100, level: true, tenants: [], queued: 0 };
const calm: Standing = {
  head: 10n,
  partitions: [0, 1].map((partition) => ({ partition, position: 10n, owner: 'a' })),
  workers: [{ worker: 'a', state }],
  views: [{ group: 'views', view: 'case-list', version: 1, position: 10n, updatedAt: new Date(0), parked: 0 }],
};
const codes = (change: Partial<Standing>) => findings({ ...calm, ...change }).map(({ code }) => code);

spec('what an operator is told of the views', (it) => {
  it('nothing when there is nothing to tell', () => equal(codes({}), []));
  it('nobody works on the views, or on some tenants', () => {
    equal(codes({ workers: [] }), ['no-worker']);
    equal(codes({ partitions: [{ partition: 0, position: 10n, owner: undefined }, ...calm.partitions] }), ['idle-partitions']);
  });
  it('what is parked, with the view to look at', () => {
    const [found] = findings({ ...calm, views: [{ ...calm.views[0]!, parked: 2 }] });
    equal([found!.code, found!.values], ['parked', { view: 'case-list', parked: 2 }]);
  });
  it('a tenant that waits, and a worker that is catching up', () => {
    const busy = { ...state, level: false, queued: 7, tenants: [{ tenant: 'acme', events: 7, seconds: 60 }] };
    equal(codes({ head: 20n, workers: [{ worker: 'a', state: busy }] }), ['tenant-behind', 'catching-up']);
  });
  it('a warehouse that differs from the log, and how far', () => {
    const difference = { day: '2026-11-21', type: 'CaseOpened', log: 2, warehouse: 1, counted: 2, duplicates: 0, equal: false };
    const differences = ['acme', 'acme', 'birch'].map((tenant) => ({ ...difference, tenant }));
    const [found] = findings({ ...calm, warehouse: { at: '2026-11-21T10:00:00.000Z', groups: 9, events: 99, differences } });
    equal([found!.code, found!.severity, found!.values], ['warehouse-drift', 'alert', { groups: 3, tenants: 2 }]);
    equal(codes({ warehouse: { at: '2026-11-21T10:00:00.000Z', groups: 9, events: 99, differences: [] } }), []);
  });
});
