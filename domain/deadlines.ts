// The deadlines of every slice, one line each.
import { bookingDeadlines } from './booking.ts';
import { careDeadlines } from './care.ts';
import { commerceDeadlines } from './commerce.ts';
import { conversationDeadlines } from './conversation/deadlines.ts';
import { privacyDeadlines } from './privacy.ts';
import type { Deadlines } from './kernel/deadline.ts';

export const deadlines: Deadlines = { ...careDeadlines, ...bookingDeadlines, ...commerceDeadlines, ...conversationDeadlines, ...privacyDeadlines };
