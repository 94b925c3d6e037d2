// Appointments in the words of the published API.
import type { Status } from './state.ts';

export const PUBLISHED = ['pending', 'confirmed', 'arrived', 'completed', 'no-show', 'cancelled', 'refused', 'lapsed'] as const;
export type Published = (typeof PUBLISHED)[number];
const PENDING: readonly Status[] = ['requested', 'held', 'confirming'];

/** Pending: asked for, or kept until it is confirmed; its time is taken either way. */
export const published = (status: Status): Published => (PENDING.includes(status) ? 'pending' : (status as Published));
export const statusesOf = (status: Published): readonly Status[] => (status === 'pending' ? PENDING : [status]);
