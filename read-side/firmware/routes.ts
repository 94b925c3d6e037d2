import { z } from 'zod';
import { type Route, route } from '#domain/kernel/route.ts';
import { FirmwareLines, type FirmwareLineRow } from '#projections/firmware-lines/table.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { cut, pageOf, pageQuery } from '../kernel/page.ts';
import { STAFF } from '../kernel/scope.ts';
import { instant, version, versionOf } from '../kernel/shapes.ts';

const release = z.object({
  version: z.string(),
  status: z.enum(['rolling', 'paused', 'withdrawn']),
  percent: z.int(),
  epoch: z.int(),
  sha256: z.string(),
  bytes: z.int(),
  url: z.string(),
  keyId: z.string(),
  failures: z.int(),
  failureLimit: z.int(),
  reason: z.string().optional(),
  releasedAt: instant,
});
const line = z.object({ id: z.uuid(), board: z.string(), keys: z.array(z.string()), releases: z.array(release), ...version }).meta({ id: 'FirmwareLine' });
const lineOf = (row: FirmwareLineRow) => ({ id: row.id, board: row.board, keys: row.keys, releases: row.releases, ...versionOf(row) });

export const firmwareQueries = ({ reader, cursors }: ReadDeps): Route[] => [
  route({
    method: 'get',
    path: '/api/firmware',
    summary: 'Firmware by board: trusted keys, releases and how far each is rolled out',
    tag: 'firmware',
    roles: STAFF,
    waits: 'views',
    keeps: { seconds: 300, until: ['firmware'] },
    query: z.object({ ...pageQuery, board: z.string().max(40).optional() }),
    answers: { 200: { description: 'A page of boards', schema: pageOf(line) } },
    handle: async ({ who: { tenant }, query: { cursor, limit, board } }) => {
      const name = `firmware ${board ?? ''}`;
      const [after] = cursors.read(tenant, name, cursor) ?? [];
      const where = { tenant, ...(board && { board }), ...(after && { id: { $gt: after } }) };
      const found = await reader.within(tenant, (rows) => rows.find(FirmwareLines, where, { orderBy: { id: 'asc' }, limit: limit + 1 }));
      const { rows, next } = cut(found, limit, (last) => cursors.write(tenant, name, [last.id]));
      return { status: 200, body: { items: rows.map(lineOf), next } };
    },
  }),
];
