// How much goes into one append. The embedded event store takes 16 MiB; sealed content is smaller than its JSON unless it cannot be
// compressed at all, so the bounds leave a third for envelopes.
import type { GroupFacts } from './facts.ts';

const MB = 1_000_000;
export const FITS = { megabytes: 11, events: 40_000 } as const;
const PART = { characters: 4 * MB, events: 5_000 } as const;

const sizeOf = ({ register, resources }: GroupFacts): number => resources.reduce((n, r) => n + r.size, register?.size ?? 0);
export const fits = (facts: GroupFacts): boolean => sizeOf(facts) <= FITS.megabytes * MB && facts.resources.length < FITS.events;

/** The same facts in parts that each fit one append, in order; the patient comes with the first. */
export function chunks({ register, resources }: GroupFacts): GroupFacts[] {
  const parts: { register?: GroupFacts['register']; resources: GroupFacts['resources'][number][]; size: number }[] = [
    { ...(register && { register }), resources: [], size: register?.size ?? 0 },
  ];
  for (const resource of resources) {
    const last = parts.at(-1)!;
    const full = last.resources.length >= PART.events || (last.resources.length > 0 && last.size + resource.size > PART.characters);
    const part = full ? { resources: [], size: 0 } : last;
    if (full) parts.push(part);
    part.resources.push(resource);
    part.size += resource.size;
  }
  return parts.map(({ size: _size, ...part }) => part);
}
