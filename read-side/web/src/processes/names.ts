/** The processes that the hub runs, in the order of the choice. A test compares with the hub's own. */
export const PROCESSES = [
  ...['order', 'payment', 'refund', 'booking', 'offer', 'deposit', 'check-in', 'task', 'insurer-notice', 'authorisation-expiry'],
  ...['mechanism-notice', 'break-glass', 'travel-review', 'hand-over', 'emergency', 'merge', 'erasure'],
];
