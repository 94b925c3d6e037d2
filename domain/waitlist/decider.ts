import { type Decider, reject } from '../kernel/decider.ts';
import type { WaitlistCommand, WaitlistEvent } from './messages.ts';

export type Entry = { readonly customerId: string; readonly from: string; readonly to: string; readonly offered: boolean };
/** By id, in the order in which they came. */
export type Waitlist = Readonly<Record<string, Entry>>;

const change = (list: Waitlist, entryId: string, offered: boolean): Waitlist => (list[entryId] ? { ...list, [entryId]: { ...list[entryId], offered } } : list);
const later = (a: string, b: string) => Date.parse(a) >= Date.parse(b);

export const waitlist: Decider<WaitlistCommand, WaitlistEvent, Waitlist> = {
  initial: {},
  decide: {
    JoinWaitlist: ({ data: { entryId, customerId, from, to, staff, customer, notes }, at }, list) => {
      if (list[entryId]) return [];
      if (!later(to, at) || !later(to, from)) return reject('waitlist.in-past');
      const who = { ...(staff && { staff }), ...(customer && { customer }), ...(notes && { notes }) };
      return [{ type: 'WaitlistJoined', data: { entryId, customerId, from, to, ...who } }];
    },
    LeaveWaitlist: ({ data: { entryId } }, list) => (list[entryId] ? [{ type: 'WaitlistLeft', data: { entryId } }] : reject('waitlist.unknown')),
    OfferFreedTime: ({ data: { start, end }, at }, list) => {
      if (later(at, start)) return [];
      const first = Object.entries(list).find(([, { from, to, offered }]) => !offered && later(start, from) && later(to, end));
      return first ? [{ type: 'WaitlistTimeOffered', data: { entryId: first[0], start, end } }] : [];
    },
    ReturnToWaitlist: ({ data: { entryId } }, list) => (list[entryId]?.offered ? [{ type: 'WaitlistReturned', data: { entryId } }] : []),
  },
  evolve: {
    WaitlistJoined: ({ data: { entryId, customerId, from, to } }, list) => ({ ...list, [entryId]: { customerId, from, to, offered: false } }),
    WaitlistLeft: ({ data: { entryId } }, { [entryId]: _, ...list }) => list,
    WaitlistTimeOffered: ({ data: { entryId } }, list) => change(list, entryId, true),
    WaitlistReturned: ({ data: { entryId } }, list) => change(list, entryId, false),
  },
};
