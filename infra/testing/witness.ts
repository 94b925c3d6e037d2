// A second opinion on what calendars hold: PostgreSQL, which knows nothing of our rules, refuses two claims of one place at one time. An
// actor with room for several has that many places, and a claim takes the first that the database lets it have.
import type { Recorded } from '../../domain/kernel/envelope.ts';
import type { Pool } from '../postgres/pool.ts';

const TABLE = `create extension if not exists btree_gist;
create table claims (
  tenant text not null, actor text not null, place int not null, held tstzrange not null,
  exclude using gist (tenant with =, actor with =, place with =, held with &&)
)`;
const INSERT = 'insert into claims values ($1, $2, $3, tstzrange($4, $5))';
const EXCLUDED = '23P01';

type Claim = { tenant: string; actor: string; party: string; from: Date; to: Date; capacity: number };
type Placed = { holdId: string; actor: string; party: string; start: string; end: string; before: number; after: number; capacity: number };
const moved = (at: string, minutes: number) => new Date(Date.parse(at) + minutes * 60_000);

/** What is kept for good, made wider by its own preparation and clean-up; customers of one party are one claim. */
export function claimsIn(log: readonly Recorded[]): Claim[] {
  const [held, kept] = [new Map<string, Placed & { tenant: string }>(), new Map<string, Claim>()];
  for (const { type, data, stream } of log.filter((e) => e.stream.slice === 'calendar')) {
    const { holdId } = data as Placed;
    if (type === 'HoldPlaced') held.set(`${stream.id} ${holdId}`, { ...(data as Placed), tenant: stream.tenant });
    const hold = held.get(`${stream.id} ${holdId}`);
    if (!hold) continue;
    const { tenant, actor, party, start, end, before, after, capacity } = hold;
    if (type === 'HoldKept') kept.set(`${stream.id} ${holdId}`, { tenant, actor, party, from: moved(start, -before), to: moved(end, after), capacity });
    if (type === 'HoldReleased' || type === 'HoldExpired') kept.delete(`${stream.id} ${holdId}`);
  }
  return [...new Map([...kept.values()].map((claim) => [`${claim.tenant} ${claim.actor} ${claim.party} ${claim.from.toISOString()}`, claim])).values()];
}

/** The claims the database refuses in every place their actor has: none, unless somebody was booked beyond capacity. `pool`: an empty database. */
export async function overbooked(pool: Pool, claims: readonly Claim[]): Promise<Claim[]> {
  await pool.query(TABLE);
  const refused: Claim[] = [];
  for (const claim of claims) {
    let place = 0;
    while (place < claim.capacity && !(await takes(pool, claim, place))) place += 1;
    if (place === claim.capacity) refused.push(claim);
  }
  return refused;
}
async function takes(pool: Pool, { tenant, actor, from, to }: Claim, place: number): Promise<boolean> {
  try {
    await pool.query(INSERT, [tenant, actor, place, from, to]);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === EXCLUDED) return false;
    throw error;
  }
}
