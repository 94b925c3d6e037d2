// Between a reader and a patient's health data stands an open case at a stage that is the reader's business, or a break-glass that has not
// ended. An agency is told who somebody is once they agreed to it. Data whose processing is restricted are shown to the person, to auditors, and through the glass.
import { OPEN_EPISODES, stagesFor } from '#domain/case/access.ts';
import type { Access } from '#domain/kernel/access.ts';
import type { Principal } from '#domain/kernel/route.ts';
import { sealedClass, type Sealed } from '#domain/kernel/sealing.ts';
import { type Pool, transaction } from '#infra/postgres/pool.ts';
import type { Gate, Verdict } from './seam.ts';

/** What is known of one person for one reader. `patient`: false for contacts, members and leads, who have no episodes. */
export type Standing = {
  readonly person: string;
  readonly patient: boolean;
  readonly episode: boolean;
  readonly glass: boolean;
  readonly restricted: boolean;
  /** They agreed that this reader, of an agency, is told. */
  readonly shared: boolean;
};
export type Standings = (tenant: string, who: Principal, persons: readonly string[]) => Promise<readonly Standing[]>;

const everything: Verdict = { may: () => true };
/** Judging an emergency look means reading why it was needed. */
const isReview = ({ route }: Access) => / \/api\/break-glass(\/|$)/.test(route);
const seesAll = ({ rights, roles }: Principal) => rights.cases === 'own' || roles.includes('auditor');

export const makeGate =
  (standings: Standings): Gate =>
  async (access, tenant, persons) => {
    const { who } = access;
    if (seesAll(who)) return everything;
    const known = new Map((await standings(tenant, who, persons)).map((one) => [one.person, one]));
    const mayName = ({ shared }: Standing) => who.rights.cases !== 'referred' || shared;
    const usual = (value: Sealed, standing: Standing) =>
      !standing.restricted && (!standing.patient || standing.episode || (sealedClass(value) === 'personal' && mayName(standing)) || isReview(access));
    const isEmergency = [...known.values()].some(({ glass, episode, restricted }) => glass && (!episode || restricted || !who.rights.health));
    return {
      may: (value) => {
        const standing = known.get(value.subject);
        return !standing || standing.glass || usual(value, standing);
      },
      ...(isEmergency && { purpose: 'emergency' as const }),
    };
  };

/** One person may have several records: a case of any of them is theirs. */
const STANDINGS = `
with asked as (
  select a.id, h.id is not null as patient, coalesce(h.merged_into, a.id) as head
  from unnest($2::uuid[]) a(id) left join patient_header h on h.tenant = $1 and h.id = a.id
)
select asked.id as person, patient,
  exists(select from patient_header o join case_list c on c.tenant = o.tenant and c.patient_id = o.id
    where o.tenant = $1 and (o.id = asked.head or o.merged_into = asked.head) and c.status = any($3) and c.stage = any($4)) as episode,
  exists(select from care_records g where g.tenant = $1 and g.slice = 'breakglass' and g.patient_id in (asked.id, asked.head) and g.status = 'open'
    and g.doc ->> 'memberId' = $5 and (g.doc ->> 'endsAt')::timestamptz > now()) as glass,
  exists(select from care_records k where k.tenant = $1 and k.id in ('consent-' || asked.id, 'consent-' || asked.head)
    and k.doc -> 'purposes' @> jsonb_build_array(jsonb_build_object('purpose', 'agency-sharing', 'recipient', $5::text, 'status', 'granted'))) as shared,
  exists(select from erasures e where e.tenant = $1 and e.restricted and e.persons ? asked.id::text) as restricted
from asked`;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** From the views; `app` signs in as the application. */
export const makeStandings =
  (app: Pool): Standings =>
  (tenant, { roles, memberId }, persons) =>
    transaction(app, async (client) => {
      await client.query("select set_config('app.tenant_id', $1, true)", [tenant]);
      const ids = persons.filter((person) => UUID.test(person));
      return (await client.query<Standing>(STANDINGS, [tenant, ids, OPEN_EPISODES, stagesFor(roles), memberId])).rows;
    });
