// What a caller has left, in the headers of the IETF's RateLimit draft (draft-ietf-httpapi-ratelimit-headers-10).
import type { ServerResponse } from 'node:http';
import { HubError } from '#domain/kernel/errors.ts';
import type { Spent, Standing } from './limits.ts';

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));
const policy = ({ name, quota, windowMs }: Standing): string => `"${name}";q=${quota};w=${seconds(windowMs)}`;
const left = ({ name, left: units, resetMs }: Standing): string => `"${name}";r=${units};t=${seconds(resetMs)}`;

export const tooMany = ({ name, resetMs }: Standing): HubError =>
  new HubError('too-many', 'request.too-many', `Too many requests from this ${name}; try again in ${seconds(resetMs)} s.`, {
    detail: { retryAfter: seconds(resetMs) },
  });

/** Sets the headers; throws `request.too-many` when a budget had not enough left. */
export function within(res: ServerResponse, { standings, refused }: Spent): void {
  res.setHeader('RateLimit-Policy', standings.map(policy).join(', '));
  res.setHeader('RateLimit', standings.map(left).join(', '));
  if (refused) throw tooMany(refused);
}
