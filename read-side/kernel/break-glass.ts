// What a member may read of one patient while they hold an open break-glass for them. It ends by its own time, also when views are late.
import type { Principal } from '#domain/kernel/route.ts';
import { CareRecord } from '#projections/care/table.ts';
import type { Rows } from './reader.ts';

const MOST_OPEN = 100;

/** `who`, with the right to what is personal and health data of this patient if they opened the glass for them. */
export async function throughGlass(rows: Rows, who: Principal, patientId: string, now: Date): Promise<Principal> {
  if (who.rights.health || who.rights.cases !== 'all') return who;
  const where = { tenant: who.tenant, slice: 'breakglass', patientId, status: 'open' };
  const opened = await rows.find(CareRecord, where, { orderBy: { opened: 'desc' }, limit: MOST_OPEN });
  const holds = opened.some(({ doc }) => doc['memberId'] === who.memberId && Date.parse(String(doc['endsAt'])) > now.getTime());
  return holds ? { ...who, rights: { ...who.rights, personal: true, health: true } } : who;
}
