// How many different persons somebody was concerned with within a sliding hour.
import type { Look } from '../watch.ts';
import { HOUR, type Noticed } from './rule.ts';

export type Crowd = Pick<Noticed, 'patientIds' | 'eventIds' | 'count' | 'from' | 'to'>;

/** The hour with the most persons, the first of several; undefined when there are none. `looks` oldest first. O(looks + persons). */
export function busiestHour(looks: readonly Look[], personsOf: (look: Look) => readonly string[]): Crowd | undefined {
  const seen = new Map<string, number>();
  let best: { count: number; first: number; last: number } | undefined;
  let first = 0;
  for (const [last, look] of looks.entries()) {
    for (const id of personsOf(look)) seen.set(id, (seen.get(id) ?? 0) + 1);
    for (; look.at - looks[first]!.at >= HOUR; first++)
      for (const id of personsOf(looks[first]!)) {
        const left = seen.get(id)! - 1;
        if (left === 0) seen.delete(id);
        else seen.set(id, left);
      }
    if (seen.size > (best?.count ?? 0)) best = { count: seen.size, first, last };
  }
  return best && crowdOf(looks.slice(best.first, best.last + 1), personsOf);
}

/** Those of the looks that concern anybody, and whom. */
export function crowdOf(looks: readonly Look[], personsOf: (look: Look) => readonly string[]): Crowd | undefined {
  const own = looks.filter((look) => personsOf(look).length > 0);
  if (own.length === 0) return undefined;
  const patientIds = [...new Set(own.flatMap(personsOf))];
  return { patientIds, eventIds: own.map(({ eventId }) => eventId), count: patientIds.length, from: own[0]!.at, to: own.at(-1)!.at };
}

export const healthOf = ({ persons }: Look): readonly string[] => persons.filter(({ health }) => health).map(({ id }) => id);
