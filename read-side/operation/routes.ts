// What an operator sees of the views: how far, how fast, who is behind, what is parked, and what to do about it. No tenant's data.
import { z } from 'zod';
import { type Route, route } from '#domain/kernel/route.ts';
import { VIEWS_GROUP } from '#projections/index.ts';
import { warehouseCheck } from '../analytics/shapes.ts';
import { parkedOf } from '../audit/routes.ts';
import { parkedEvent } from '../audit/shapes.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { position } from '../kernel/shapes.ts';
import { findings, isLevel, waiting } from './findings.ts';

/** Differences shown; the number of all stands in the finding. */
const MOST = 100;
const behind = z.object({ tenant: z.string(), events: z.int().describe('read from the log and not in the views yet'), seconds: z.number() });
export const operation = z
  .object({
    head: position.optional(),
    level: z.boolean(),
    eventsPerSecond: z.number().describe('over the last ten seconds, all workers together'),
    queued: z.int(),
    findings: z.array(
      z.object({
        code: z.string(),
        severity: z.enum(['alert', 'note']),
        values: z.record(z.string(), z.union([z.string(), z.number()])),
        remedy: z.string(),
      }),
    ),
    workers: z.array(z.object({ worker: z.string(), partitions: z.int(), eventsPerSecond: z.number(), level: z.boolean(), queued: z.int() })),
    tenants: z.array(behind).describe('Those furthest behind, the worst first'),
    views: z.array(z.object({ view: z.string(), version: z.int(), position: position.optional(), parked: z.int() })),
    warehouse: z
      .object({ ...warehouseCheck.shape, groups: z.int(), events: z.int() })
      .optional()
      .describe('The latest comparison of the warehouse with the log'),
    parked: z.array(parkedEvent.extend({ tenant: z.string() })).describe('Up to 200, those first that others wait for'),
  })
  .meta({ id: 'Operation' });

export const operationQueries = ({ progress, head, analytics }: ReadDeps): Route[] => [
  route({
    method: 'get',
    path: '/api/operation/views',
    summary: 'How far and how fast the views are, who is behind, what is parked, and what to do about it',
    tag: 'operation',
    roles: ['operator'],
    answers: { 200: { description: 'The views of all tenants', schema: operation } },
    handle: async () => {
      const [end, partitions, workers, views, parked, warehouse] = await Promise.all([
        head(),
        progress.partitions(VIEWS_GROUP),
        progress.workers(VIEWS_GROUP),
        progress.views(),
        progress.parked(),
        analytics?.check(),
      ]);
      const standing = { head: end, partitions, workers, views, warehouse };
      const held = Map.groupBy(partitions, ({ owner }) => owner);
      const shown = workers.map(({ worker, state }) => ({
        worker,
        partitions: held.get(worker)?.length ?? 0,
        ...{ eventsPerSecond: state?.eventsPerSecond ?? 0, level: state?.level ?? false, queued: state?.queued ?? 0 },
      }));
      const body = {
        head: end?.toString(),
        level: isLevel(standing),
        eventsPerSecond: shown.reduce((sum, w) => sum + w.eventsPerSecond, 0),
        queued: shown.reduce((sum, w) => sum + w.queued, 0),
        findings: findings(standing),
        workers: shown,
        tenants: waiting(workers),
        views: views.map((v) => ({ view: v.view, version: v.version, position: v.position?.toString(), parked: v.parked })),
        ...(warehouse && { warehouse: { ...warehouse, differences: warehouse.differences.slice(0, MOST) } }),
        parked: parked.map((row) => ({ ...parkedOf(row), tenant: row.tenant })),
      };
      return { status: 200, body };
    },
  }),
];
