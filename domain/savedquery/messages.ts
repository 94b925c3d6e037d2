// A question to the warehouse that is kept, shared within the tenant and asked again. Each saving is a version; none is lost.
import { z } from 'zod';
import { type CommandOf, defineCommands, defineEvents, type EventOf, type StoredEventOf } from '../kernel/messages.ts';

export const PARAMETER_TYPES = ['String', 'Int64', 'UInt64', 'Float64', 'Bool', 'Date', 'DateTime', 'Array(String)'] as const;
export const CHARTS = ['table', 'number', 'bar', 'line'] as const;
const name = z.string().trim().min(1).max(120);
const column = z.string().min(1).max(120);

/** Stands in the statement as `{name:Type}` and is bound by the engine. */
export const parameter = z.strictObject({
  name: z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/i, 'letters, digits, underscores'),
  type: z.enum(PARAMETER_TYPES),
  default: z.string().max(1000).optional(),
});
/** How the answer is shown: `x` names, `y` measures. */
export const chart = z.strictObject({ kind: z.enum(CHARTS), x: column.optional(), y: z.array(column).max(8).optional() });
const question = {
  name,
  note: z.string().trim().max(2000).optional(),
  sql: z.string().trim().min(1).max(65_536),
  parameters: z.array(parameter).max(20).default([]),
  chart: chart.default({ kind: 'table' }),
};
export type Parameter = z.infer<typeof parameter>;
export type Chart = z.infer<typeof chart>;

export const savedqueryCommands = defineCommands({ SaveQuery: z.strictObject(question), DeleteQuery: z.strictObject({}) });
export type SavedqueryCommand = CommandOf<typeof savedqueryCommands>;

export const savedqueryEvents = defineEvents({
  QuerySaved: { operational: { ...question, version: z.int().min(1) } },
  QueryDeleted: { operational: {} },
});
export type SavedqueryEvent = EventOf<typeof savedqueryEvents>;
export type StoredSavedqueryEvent = StoredEventOf<typeof savedqueryEvents>;
export type Question = Omit<Extract<SavedqueryEvent, { type: 'QuerySaved' }>['data'], 'version'>;
