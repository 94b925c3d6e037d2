// What comparing the warehouse with the log has found, as it is answered.
import { z } from 'zod';
import { instant, position } from '../kernel/shapes.ts';

const count = z.int().min(0);
const difference = z.object({
  tenant: z.string(),
  day: z.iso.date(),
  type: z.string(),
  log: count,
  warehouse: count,
  counted: count,
  duplicates: z.int(),
  equal: z.boolean(),
});
export const warehouseCheck = z
  .object({ at: instant.optional(), upTo: position.optional(), differences: z.array(difference) })
  .meta({ id: 'WarehouseCheck', description: 'Days and types of event in which warehouse and log differ' });
