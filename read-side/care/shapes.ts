// The answer's shape of each record, made from the definitions of its events: what they declare is what is shown.
import { z } from 'zod';
import { slices } from '#domain/index.ts';
import type { EventSpec } from '#domain/kernel/messages.ts';
import type { AnyRecord, Step } from '#projections/care/record.ts';
import { instant, openedOf, version } from '../kernel/shapes.ts';

const optional = (schema: z.ZodType) => z.optional(schema);
const opened = (fields: Record<string, z.ZodType> = {}) => Object.entries(fields).map(([name, schema]) => [name, optional(openedOf(schema))] as const);

const fieldsOf = ({ operational = {}, personal, health }: EventSpec): Record<string, z.ZodType> =>
  Object.fromEntries([...Object.entries(operational).map(([name, schema]) => [name, optional(schema)] as const), ...opened(personal), ...opened(health)]);

/** The events of a record that match, their fields together. */
function merged(record: AnyRecord, events: Readonly<Record<string, EventSpec>>, wanted: (step: Step) => boolean): Record<string, z.ZodType> {
  const types = Object.entries(record.when).flatMap(([type, step]) => (wanted(step) ? [type] : []));
  return Object.assign({}, ...types.map((type) => fieldsOf(events[type]!)));
}

const nameOf = (slice: string) => `${slice[0]!.toUpperCase()}${slice.slice(1)}Record`;

export function shapeOf(record: AnyRecord): z.ZodObject {
  const { events } = slices.find(({ name }) => name === record.slice)!;
  const lists = Object.keys(record.lists ?? {}).map((list) => {
    const filled = Object.values(record.when).some((step) => step.list === list && step.fill);
    const fields = { ...merged(record, events, (step) => step.list === list && !step.fill), at: instant, status: optional(z.string()) };
    return [list, optional(z.array(filled ? z.looseObject(fields) : z.object(fields)))] as const;
  });
  const own = merged(record, events, (step) => !step.list || step.fill !== undefined);
  const common = { id: z.uuid(), status: z.string(), caseId: optional(z.uuid()), patientId: optional(z.uuid()), openedAt: instant, updatedAt: instant };
  return z.object({ ...own, ...Object.fromEntries(lists), ...common, ...version }).meta({ id: nameOf(record.slice) });
}
