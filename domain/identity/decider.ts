import { type Decider, reject } from '../kernel/decider.ts';
import type { HOLDERS, IdentityCommand, IdentityEvent } from './messages.ts';

export type Holder = { readonly holderKind: (typeof HOLDERS)[number]; readonly holderId: string };
type Link = { readonly contactId: string; readonly conversations: readonly string[] };
/** `turn` counts how often a contact changed hands; `link` is there while somebody has it. */
export type IdentityState = { readonly patientId?: string; readonly turn: number; readonly link?: Link & Holder };

const isSame = (a: Holder, b: Holder) => a.holderKind === b.holderKind && a.holderId === b.holderId;
const formerly = ({ contactId, conversations, holderKind, holderId }: Link & Holder) => ({
  ...{ contactId, conversations: [...conversations], formerKind: holderKind, formerId: holderId },
});

type Linking = Extract<IdentityCommand, { type: 'LinkContact' }>['data'];
function link(data: Linking, { link: held, turn }: IdentityState) {
  const { channel, identity, holderKind, holderId, contactId, conversations, changedHands } = data;
  if (held && isSame(held, data)) return [];
  if (held && !changedHands) return reject('contact.taken', { holderKind: held.holderKind, holderId: held.holderId });
  // The hub looked before it asked; somebody was faster.
  if (data.turn !== turn + (held ? 1 : 0)) return reject('contact.changed');
  const passed = held && changedHands ? [{ type: 'ContactChangedHands', data: { ...formerly(held), reason: changedHands } } as const] : [];
  return [...passed, { type: 'ContactLinked', data: { channel, contactId, conversations, holderKind, holderId, identity } } as const];
}

export const identity: Decider<IdentityCommand, IdentityEvent, IdentityState> = {
  initial: { turn: 0 },
  decide: {
    ClaimIdentity: ({ data: { patientId } }, state) => {
      if (state.patientId === patientId) return [];
      return state.patientId ? reject('patient.identity-taken', { patientId: state.patientId }) : [{ type: 'IdentityClaimed', data: { patientId } }];
    },
    LinkContact: ({ data }, state) => link(data, state),
    MoveContact: ({ data: { holderKind, holderId, reason } }, { link: held }) => {
      if (!held) return reject('contact.unknown');
      return isSame(held, { holderKind, holderId }) ? [] : [{ type: 'ContactMoved', data: { ...formerly(held), holderKind, holderId, reason } }];
    },
    UnlinkContact: ({ data: { reason } }, { link: held }) =>
      held ? [{ type: 'ContactUnlinked', data: { ...formerly(held), reason } }] : reject('contact.unknown'),
  },
  evolve: {
    IdentityClaimed: ({ data: { patientId } }, state) => ({ ...state, patientId }),
    ContactLinked: ({ data: { contactId, conversations, holderKind, holderId } }, state) => ({
      ...state,
      link: { contactId, conversations, holderKind, holderId },
    }),
    ContactMoved: ({ data: { contactId, conversations, holderKind, holderId } }, state) => ({
      ...state,
      link: { contactId, conversations, holderKind, holderId },
    }),
    ContactUnlinked: (_, { link: _was, ...state }) => state,
    ContactChangedHands: (_, { link: _was, ...state }) => ({ ...state, turn: state.turn + 1 }),
  },
};
