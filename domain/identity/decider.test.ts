import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { decide, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { isRejection, reject } from '../kernel/decider.ts';
import type { IdentityCommand, IdentityEvent } from './messages.ts';
import { identitySlice as slice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;
const patient = (n: number) => ({ holderKind: 'patient', holderId: id(n) }) as const;
const [ada, bora] = [patient(1), patient(2)];
const contact = (turn: number) => ({ contactId: id(90 + turn), conversations: [id(80 + turn)] });
const link = (holder: typeof ada, turn = 0, changedHands?: string): IdentityCommand => ({
  type: 'LinkContact',
  data: { channel: 'whatsapp', identity: '+905550000000', ...holder, ...contact(turn), turn, ...(changedHands && { changedHands }) },
});
const linked = (holder: typeof ada, turn = 0): IdentityEvent => ({
  type: 'ContactLinked',
  data: { channel: 'whatsapp', identity: '+905550000000', ...holder, ...contact(turn) },
});
const was = (holder: typeof ada, turn = 0) => ({ ...contact(turn), formerKind: holder.holderKind, formerId: holder.holderId });
const reason = 'new owner';
const move = (holder: typeof ada): IdentityCommand => ({ type: 'MoveContact', data: { ...holder, reason } });
const unlink: IdentityCommand = { type: 'UnlinkContact', data: { reason } };

spec('identity', (it) => {
  it('a contact is linked once, and is nobody else’s while somebody has it', () => {
    given(slice).when(link(ada)).then(linked(ada));
    given(slice, linked(ada)).when(link(ada)).then();
    given(slice, linked(ada)).when(link(bora)).then(reject('contact.taken', ada));
  });
  it('a number that changed hands is taken from the one and given to the other in one step, as another contact', () =>
    given(slice, linked(ada))
      .when(link(bora, 1, reason))
      .then({ type: 'ContactChangedHands', data: { ...was(ada), reason } }, linked(bora, 1)));
  it('whoever was slower is told so instead of linking under an old contact', () => {
    const passed: IdentityEvent[] = [linked(ada), { type: 'ContactChangedHands', data: { ...was(ada), reason } }, linked(bora, 1)];
    given(slice, ...passed)
      .when(link(patient(3), 1, reason))
      .then(reject('contact.changed'));
    given(slice, ...passed, { type: 'ContactUnlinked', data: { ...was(bora, 1), reason } })
      .when(link(patient(3)))
      .then(reject('contact.changed'));
  });
  it('what was linked to the wrong one moves, and stays the same contact', () => {
    given(slice, linked(ada))
      .when(move(bora))
      .then({ type: 'ContactMoved', data: { ...was(ada), ...bora, reason } });
    given(slice, linked(ada)).when(move(ada)).then();
  });
  it('what was unlinked is free again; nothing can be unlinked or moved that nobody has', () => {
    const unlinked: IdentityEvent = { type: 'ContactUnlinked', data: { ...was(ada), reason } };
    given(slice, linked(ada)).when(unlink).then(unlinked);
    given(slice, linked(ada), unlinked).when(link(bora)).then(linked(bora));
    for (const command of [unlink, move(bora)]) given(slice, linked(ada), unlinked).when(command).then(reject('contact.unknown'));
  });
  it('whatever is linked, moved and unlinked in whatever order, a contact is never two people’s', () => {
    const person = fc.integer({ min: 1, max: 4 }).map(patient);
    const turn = fc.integer({ min: 0, max: 3 });
    const command = fc.oneof(
      { weight: 3, arbitrary: fc.tuple(person, turn, fc.option(fc.constant(reason), { nil: undefined })).map(([p, t, why]) => link(p, t, why)) },
      person.map(move),
      fc.constant(unlink),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const log: IdentityEvent[] = [];
        // What anybody else would make of the events: who has it, told apart from the rules' own state.
        const holders = new Set<string>();
        for (const one of commands) {
          const answer = decide(slice, log, one);
          if (isRejection(answer)) continue;
          for (const event of answer) {
            if ('formerId' in event.data) assert.ok(holders.delete(event.data.formerId), 'taken only from whoever had it');
            if ('holderId' in event.data) holders.add(event.data.holderId);
            assert.ok(holders.size <= 1);
            log.push(event);
          }
        }
        const contacts = log.flatMap((e) => (e.type === 'ContactLinked' ? [e.data.contactId] : []));
        const handed = log.filter(({ type }) => type === 'ContactChangedHands').length;
        assert.ok(new Set(contacts).size <= handed + 1, 'another contact only after it changed hands');
      }),
      { numRuns: 100 },
    );
  });
});
