// How far an outgoing message got. Providers report in any order and more than once, so a report only ever moves a message up this
// ladder: whatever the order, the highest one stands.

export const REPORTS = ['sent', 'failed', 'delivered', 'read'] as const;
export type Report = (typeof REPORTS)[number];
export const STATUSES = ['received', 'queued', 'released', ...REPORTS] as const;
export type Status = (typeof STATUSES)[number];

// A message that was delivered did not fail, whatever an earlier or later report says.
const RANK: Readonly<Record<Status, number>> = { received: 9, queued: 0, released: 1, sent: 2, failed: 3, delivered: 4, read: 5 };

export const isHigher = (report: Status, than: Status): boolean => RANK[report] > RANK[than];
