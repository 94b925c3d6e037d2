// Who still needs the access they have: every member with roles, what they read in ninety days, and what speaks against it.
import { z } from 'zod';
import { role } from '#domain/kernel/roles.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { CareRecord } from '#projections/care/table.ts';
import { FindingList } from '#projections/finding-list/table.ts';
import { Member } from '#projections/members/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { makeOpening } from '../kernel/opened.ts';
import { instant, openedOf } from '../kernel/shapes.ts';
import { readsBy } from './looks.ts';
import { AUDITORS, daysBefore, heading, LAW, tag } from './report.ts';

const DAYS = 90;
const REMARKS = ['unused', 'many-roles', 'emergency-access', 'findings', 'no-second-factor'] as const;
const entry = z.object({
  memberId: z.uuid(),
  name: openedOf(z.string()),
  roles: z.array(role),
  since: instant,
  reads: z.int(),
  persons: z.int(),
  lastRead: instant.optional(),
  emergencies: z.int(),
  openFindings: z.int(),
  remarks: z.array(z.enum(REMARKS)).describe('What a reviewer should ask about'),
});
const report = z.object({ ...heading, days: z.int(), members: z.array(entry) }).meta({ id: 'AccessRecertification' });

type Facts = {
  readonly roles: readonly string[];
  readonly reads: number;
  readonly emergencies: number;
  readonly openFindings: number;
  readonly factor: boolean;
};
/** Roles that exist to read people's data; not to read any for three months says that the role is not needed. */
const READING: ReadonlySet<string> = new Set(['doctor', 'anaesthetist', 'nurse', 'coordinator', 'agency', 'interpreter', 'travelagent']);
const remarksOn = ({ roles, reads, emergencies, openFindings, factor }: Facts): (typeof REMARKS)[number][] => [
  ...(reads === 0 && roles.some((one) => READING.has(one)) ? (['unused'] as const) : []),
  ...(roles.length > 2 ? (['many-roles'] as const) : []),
  ...(emergencies > 0 ? (['emergency-access'] as const) : []),
  ...(openFindings > 0 ? (['findings'] as const) : []),
  ...(!factor ? (['no-second-factor'] as const) : []),
];

export const recertificationRoute = (deps: ReadDeps): Route =>
  route({
    method: 'get',
    path: '/api/reports/access-recertification',
    summary: 'Every member’s roles beside what they did with them in ninety days',
    tag,
    roles: [...AUDITORS, 'admin'],
    waits: 'views',
    cost: 20,
    answers: { 200: { description: 'The members', schema: report } },
    handle: async ({ who, open }) => {
      const { tenant } = who;
      const now = deps.now();
      const from = daysBefore(now, DAYS);
      const { members, glass, findings, reads } = await deps.reader.within(tenant, async (rows) => ({
        members: await rows.find(Member, { tenant, active: true, patientId: null }, { orderBy: { id: 'asc' } }),
        glass: await rows.find(CareRecord, { tenant, slice: 'breakglass', openedAt: { $gte: from } }),
        findings: await rows.find(FindingList, { tenant, status: 'open' }),
        reads: new Map((await readsBy(rows, { tenant, from, to: now })).map((one) => [one.readerId, one])),
      }));
      const opening = makeOpening({ open, tenant, rights: who.rights });
      const told = members.map((member) => {
        const own = reads.get(member.id);
        const emergencies = glass.filter(({ doc }) => doc['memberId'] === member.id).length;
        const openFindings = findings.filter(({ actorId }) => actorId === member.id).length;
        const counts = { reads: own?.count ?? 0, persons: own?.persons ?? 0, emergencies, openFindings };
        const remarks = remarksOn({ ...counts, roles: member.roles, factor: member.factor !== null });
        const { id: memberId, roles, invitedAt } = member;
        return {
          memberId,
          name: opening.anyway<string>(member.name),
          roles,
          since: invitedAt.toISOString(),
          ...counts,
          lastRead: own && new Date(own.last).toISOString(),
          remarks,
        };
      });
      return { status: 200, body: await opening.settle({ tenant, madeAt: now.toISOString(), law: [LAW.review, LAW.kvkk12], days: DAYS, members: told }) };
    },
  });
