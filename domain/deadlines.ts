// The deadlines of every slice, one line each.
import type { Deadlines } from './kernel/deadline.ts';

export const deadlines: Deadlines = {};
