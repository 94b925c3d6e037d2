// The inventory of processing (VERBİS, GDPR art. 30), made of the schemas themselves: what each event holds, of which class, about whom it is
// sealed, and who may read it. It cannot fall behind the code, because it is the code.
import { z } from 'zod';
import { slices } from '#domain/index.ts';
import { ACCESS_PURPOSES, purposeOf } from '#domain/kernel/access.ts';
import type { FieldClass } from '#domain/kernel/messages.ts';
import { type Role, RIGHTS, ROLES } from '#domain/kernel/roles.ts';
import { LAWFUL_BASES, PROCESSING } from '#domain/processing.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { AUDITORS, heading, LAW, tag } from './report.ts';

const CLASSES = ['personal', 'health'] as const satisfies readonly FieldClass[];
const activity = z.object({
  activity: z.string().describe('The slice: one kind of record'),
  class: z.enum(CLASSES),
  fields: z.array(z.object({ event: z.string(), field: z.string() })),
  storedFor: z
    .object({ purpose: z.enum(ACCESS_PURPOSES), bases: z.array(z.enum(LAWFUL_BASES)) })
    .optional()
    .describe('Health data only'),
  storedAs: z.string(),
  readers: z.array(z.object({ role: z.string(), purpose: z.enum(ACCESS_PURPOSES), whose: z.string() })),
});
const report = z
  .object({ ...heading, activities: z.array(activity), without: z.array(z.string()).describe('Slices that hold nothing about people') })
  .meta({ id: 'ProcessingInventory' });

const readersOf = (held: (typeof CLASSES)[number]) =>
  ROLES.filter((role: Role) => RIGHTS[role][held]).map((role) => ({ role, purpose: purposeOf(role), whose: RIGHTS[role].cases }));

/** What the hub processes about people, from its schemas. */
export const inventory = () =>
  slices.flatMap(({ name, events }) =>
    CLASSES.map((held) => ({
      activity: name,
      class: held,
      fields: Object.entries(events).flatMap(([event, spec]) => Object.keys(spec[held] ?? {}).map((field) => ({ event, field }))),
      storedFor:
        held === 'health' && PROCESSING[name]
          ? { purpose: PROCESSING[name].purpose, bases: PROCESSING[name].own ? [PROCESSING[name].own] : [...LAWFUL_BASES] }
          : undefined,
      storedAs: 'AES-256-GCM under the key of the person; destroying the key erases it everywhere',
      readers: readersOf(held),
    })).filter(({ fields }) => fields.length > 0),
  );

export const inventoryRoute = ({ now }: ReadDeps): Route =>
  route({
    method: 'get',
    path: '/api/reports/processing-inventory',
    summary: 'What is processed about people, by kind of record: fields, class, protection, readers and purposes',
    tag,
    roles: [...AUDITORS, 'admin'],
    answers: { 200: { description: 'The inventory', schema: report } },
    handle: async ({ who }) => {
      const activities = inventory();
      const held = new Set(activities.map((one) => one.activity));
      const without = slices.map(({ name }) => name).filter((name) => !held.has(name));
      return { status: 200, body: { tenant: who.tenant, madeAt: now().toISOString(), law: [LAW.verbis, LAW.records], activities, without } };
    },
  });
