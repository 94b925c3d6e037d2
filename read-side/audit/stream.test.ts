import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { RIGHTS } from '#domain/kernel/roles.ts';
import { REDACTED } from '#domain/kernel/sealing.ts';
import { spec } from '#infra/testing/spec.ts';
import { makeLog, openSealed } from '#infra/testing/views.ts';
import { views } from '#projections/index.ts';
import { makeOpening } from '../kernel/opened.ts';
import { narrowed, rightsThen } from './rights-then.ts';
import { shown, stateAt } from './stream-state.ts';
import { type CauseNode, causeTree } from './trace.ts';

const ADA = '0190d0c0-0000-7000-8000-000000000050';
const member = (...roles: string[]) => {
  const log = makeLog();
  const stream = `member-${ADA}`;
  log.write(
    { stream, type: 'MemberInvited', data: { emailKey: 'ab'.repeat(16), email: 'ada@x.y', name: 'Ada Howe' } },
    { stream, type: 'PasswordSet', data: { passwordHash: '$argon2id$x' } },
    ...roles.map((role) => ({ stream, type: 'RoleGranted', data: { role } })),
  );
  return log.events;
};
const seen = (events: readonly Recorded[], rights: { personal: boolean; health: boolean }) => {
  const opening = makeOpening({ open: openSealed, tenant: 'acme', rights });
  const byId = new Map(events.map((event) => [event.id, event]));
  return opening.settle(shown(stateAt(views, events, events.at(-1)!.position), byId, opening)) as Promise<Record<string, Record<string, unknown>[]>>;
};

spec('any stream as of any event', (it) => {
  it('is nothing before its first event, and grows with each', () => {
    const events = member('doctor', 'admin');
    assert.is(stateAt(views, events, events[0]!.position - 1n), undefined);
    const roles = events.map(({ position }) => (stateAt(views, events, position)!.members![0] as { roles: string[] }).roles.length);
    assert.equal(roles, [0, 0, 1, 2]);
  });

  it('shows a sealed field by the rights of the reader, and never what proves who somebody is', async () => {
    const all = (await seen(member('doctor'), { personal: true, health: true })).members![0]!;
    assert.equal([all.name, all.passwordHash], ['Ada Howe', REDACTED]);
    const little = (await seen(member('doctor'), { personal: false, health: true })).members![0]!;
    assert.equal([little.name, little.passwordHash], [REDACTED, REDACTED]);
  });

  it('knows the rights a member held at a moment, and shows nobody more than their own', () => {
    const events = member('doctor', 'finance');
    assert.is(rightsThen(ADA, events, 0n), undefined);
    assert.equal(rightsThen(ADA, events, events[1]!.position)?.rights, { cases: 'none', personal: false, health: false, history: false });
    assert.equal(rightsThen(ADA, events, events[2]!.position)?.rights, RIGHTS.doctor);
    assert.equal(narrowed(RIGHTS.auditor, RIGHTS.finance), { personal: true, health: false });
    assert.equal(narrowed(RIGHTS.admin, RIGHTS.doctor), { personal: false, health: false });
  });
});

const idsOf = (nodes: readonly CauseNode[]): string[] => nodes.flatMap(({ event, effects }) => [event.id, ...idsOf(effects)]);

spec('a tree of causes', (it) => {
  it('holds every event exactly once, under the event that caused it or under its command', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 30 }), (causes) => {
        const events = causes.map((cause, n) => ({ id: `e${n}`, meta: { causationId: cause < n ? `e${cause}` : `c${cause}` } }) as unknown as Recorded);
        const roots = causeTree(events);
        assert.equal(idsOf(roots.flatMap((root) => root.events)).toSorted(), events.map(({ id }) => id).toSorted());
        const right = (nodes: readonly CauseNode[], cause: string): boolean =>
          nodes.every(({ event, effects }) => event.meta.causationId === cause && right(effects, event.id));
        assert.ok(roots.every(({ cause, events: first }) => right(first, cause)));
      }),
    );
  });
});
