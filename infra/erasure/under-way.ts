import { type Pool, transaction } from '#infra/postgres/pool.ts';

const SOME = "select tenant, id from erasures where status = 'under-way' and (keys is null or sinks @? '$[*] ? (!exists(@.at))') order by first limit 100";

/** Erasures of all tenants with something left to do now. `pool` signs in as the application. */
export const underWay = (pool: Pool): Promise<{ tenant: string; id: string }[]> =>
  transaction(pool, async (client) => {
    await client.query("select set_config('app.erasures', 'all', true)");
    return (await client.query<{ tenant: string; id: string }>(SOME)).rows;
  });

/** Patients without an open case, and everybody else: leads, whoever wrote, called, booked or bought, and members who left. Last heard of by what is theirs. */
const SILENT = `
with patients as (
  select h.id, h.updated_at as last, h.registered as ordered from patient_header h
  where h.tenant = $1 and h.merged_into is null and not exists(
    select from case_list c where c.tenant = h.tenant and c.patient_id = h.id and (c.updated_at >= $2 or c.status in ('active', 'onHold')))
), seen as (
  select coalesce((doc ->> 'into')::uuid, stream_id) as id, updated_at as last from care_records where tenant = $1 and slice = 'lead' and patient_id is null
  union all select contact_id, greatest(started_at, last_inbound_at, resolved_at,
    (select max(m.at) from conversation_messages m where m.tenant = c.tenant and m.conversation_id = c.id)) from conversation_list c where tenant = $1
  union all select contact_id, greatest(offered_at, answered_at, ended_at) from call_list where tenant = $1
  union all select contact_id, updated_at from order_list where tenant = $1
  union all select customer_id, greatest(requested_at, "end") from appointment_list where tenant = $1
  union all select customer_id, greatest(joined_at, "to") from waitlist where tenant = $1
  union all select id, left_at from members where tenant = $1 and not active and left_at is not null
), others as (
  select coalesce(k.holder_id, s.id) as id, max(s.last) as last from seen s left join contact_list k on k.tenant = $1 and k.id = s.id group by 1
), all_of_them as (
  select id, last, ordered from patients
  union all select id, last, null from others o where not exists(select from patient_header h where h.tenant = $1 and h.id = o.id)
    and not exists(select from care_records l where l.tenant = $1 and l.id = 'lead-' || o.id and l.patient_id is not null)
    and not exists(select from conversation_list c where c.tenant = $1 and c.contact_id = o.id and c.patient_id is not null)
    and not exists(select from order_list c where c.tenant = $1 and c.contact_id = o.id and c.patient_id is not null)
    and not exists(select from appointment_list a where a.tenant = $1 and a.customer_id = o.id and a.case_id is not null)
)
select id from all_of_them t where last < $2
  and not exists(select from erasures e where e.tenant = $1 and e.run > 0 and e.persons ? t.id::text)
order by ordered nulls last, last limit 5000`;

/** People of whom nothing was recorded since `before`, and whom nobody erases. */
export const silentSince =
  (pool: Pool) =>
  (tenant: string, before: Date): Promise<string[]> =>
    transaction(pool, async (client) => {
      await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
      return (await client.query<{ id: string }>(SILENT, [tenant, before])).rows.map(({ id }) => id);
    });
