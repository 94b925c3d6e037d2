// What the compliance agent asks, answered from the views.
import type { GlassOpening, Look, Watch } from '#agents/compliance/watch.ts';
import { CareRecord } from '#projections/care/table.ts';
import { CaseList } from '#projections/case-list/table.ts';
import { Disclosures } from '#projections/disclosures/table.ts';
import { Tenant } from '#projections/tenants/table.ts';
import type { Reader } from '#read-side/kernel/reader.ts';

const MOST = 5000;
const GOING_ON = ['active', 'onHold'] as const;
const DAY_MS = 86_400_000;
/** Also persons in one question, so that no statement grows without bound. */
const AT_ONCE = 1000;

export const makeWatch = ({ reader, waitFor, open }: { reader: Reader } & Pick<Watch, 'waitFor' | 'open'>): Watch => ({
  ...{ waitFor, open },
  zoneOf: (tenant) => reader.within(tenant, async (rows) => (await rows.findOne(Tenant, { tenant, id: tenant }))?.timezone ?? 'UTC'),
  looksOf: (tenant, readerId, from, to) =>
    reader.within(tenant, async (rows) => {
      const where = { tenant, readerId, at: { $gte: new Date(from), $lt: new Date(to) } };
      const found = await rows.find(Disclosures, where, { orderBy: { position: 'desc' }, limit: MOST });
      const looks = found.map(
        ({ id, at, readerRole, purpose, shown, withheld }): Look => ({ eventId: id, at: at.getTime(), role: readerRole, purpose, persons: shown, withheld }),
      );
      return looks.toSorted((a, b) => a.at - b.at);
    }),
  withoutEpisode: (tenant, personIds, at, graceDays) =>
    reader.within(tenant, async (rows) => {
      const recently = new Date(at - graceDays * DAY_MS);
      const treated = new Set<string>();
      for (let i = 0; i < personIds.length; i += AT_ONCE) {
        const patientId = { $in: personIds.slice(i, i + AT_ONCE) };
        const cases = await rows.find(CaseList, { tenant, patientId, $or: [{ status: { $in: [...GOING_ON] } }, { updatedAt: { $gte: recently } }] });
        for (const one of cases) treated.add(one.patientId);
      }
      return personIds.filter((id) => !treated.has(id));
    }),
  glassOpenedBy: (tenant, memberId, from) =>
    reader.within(tenant, async (rows) => {
      const found = await rows.find(
        CareRecord,
        { tenant, slice: 'breakglass', openedAt: { $gte: new Date(from) } },
        { orderBy: { opened: 'asc' }, limit: MOST },
      );
      return found
        .filter(({ doc }) => doc['memberId'] === memberId)
        .map(({ openedAt, patientId }): GlassOpening => ({ patientId: patientId!, at: openedAt.getTime() }));
    }),
});
