import { type Decider, reject } from '../kernel/decider.ts';
import { DISPENSABLE, type Milestone, type MilestoneCommand, type MilestoneEvent, MILESTONES } from './messages.ts';

/** `items`: those that somebody has begun with, and how they stand. */
export type MilestoneState = { readonly patientId?: string; readonly items: Readonly<Partial<Record<Milestone, 'done' | 'not-needed' | 'open'>>> };

/** What of a stage's list is still open; nothing where nobody has begun it, since a tenant may keep it elsewhere. */
export function openAt({ items }: MilestoneState, stage: string): readonly Milestone[] {
  const list: readonly Milestone[] = Object.hasOwn(MILESTONES, stage) ? MILESTONES[stage as keyof typeof MILESTONES] : [];
  const isOpen = (item: Milestone) => items[item] === undefined || items[item] === 'open';
  return list.some((item) => items[item] !== undefined) ? list.filter(isOpen) : [];
}

export const milestoneDecider: Decider<MilestoneCommand, MilestoneEvent, MilestoneState> = {
  initial: { items: {} },
  decide: {
    SettleMilestone: ({ data: { patientId, item, how, note }, by }, { items }) => {
      if (how === 'not-needed' && !DISPENSABLE.includes(item)) return reject('milestone.needed', { item });
      return items[item] === how ? [] : [{ type: 'MilestoneSettled', data: { patientId, item, how, settledBy: by.id, ...(note && { note }) } }];
    },
    ReopenMilestone: ({ data: { item, reason } }, { patientId, items }) => {
      if (!patientId || items[item] === undefined) return reject('milestone.unknown', { item });
      return items[item] === 'open' ? [] : [{ type: 'MilestoneReopened', data: { item, reason } }];
    },
  },
  evolve: {
    MilestoneSettled: ({ data: { patientId, item, how } }, { items }) => ({ patientId, items: { ...items, [item]: how } }),
    MilestoneReopened: ({ data: { item } }, { items, ...state }) => ({ ...state, items: { ...items, [item]: 'open' } }),
  },
};
