// How much of somebody is taken when. The same rule answers which slots to show and whether a hold may be placed.
import { type Interval, merge, overlaps, widen } from './interval.ts';

/** Time taken by a party, with that booking's own preparation and clean-up in minutes. Claims of one party count once: a moved appointment, a group's session. */
export type Claim = Interval & { readonly party: string; readonly before: number; readonly after: number; readonly firm: boolean };

export const occupied = (claim: Claim): Interval => widen(claim, claim.before, claim.after);

/** Where at least `capacity` parties are at once. */
export function fullRanges(claims: readonly Claim[], capacity: number): Interval[] {
  const parties = Map.groupBy(claims, ({ party }) => party);
  const changes = [...parties.values()].flatMap((of) =>
    merge(of.map(occupied)).flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 },
    ]),
  );
  const full: Interval[] = [];
  let count = 0;
  let since = 0;
  for (const { at, by } of changes.toSorted((a, b) => a.at - b.at || a.by - b.by)) {
    if (by > 0 && count + by === capacity) since = at;
    if (by < 0 && count === capacity) full.push({ from: since, to: at });
    count += by;
  }
  return merge(full);
}

/** The claims that leave no room for `party` during `wanted`; none when there is room. */
export function inTheWay(claims: readonly Claim[], capacity: number, wanted: Interval, party?: string): Claim[] {
  const others = claims.filter((claim) => claim.party !== party && overlaps(occupied(claim), wanted));
  const full = fullRanges(others, capacity).filter((range) => overlaps(range, wanted));
  return others.filter((claim) => full.some((range) => overlaps(range, occupied(claim))));
}
