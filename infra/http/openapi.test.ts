import * as assert from 'uvu/assert';
import { z } from 'zod';
import { route } from '#domain/kernel/route.ts';
import { makeLog } from '../log/log.ts';
import { makeMetrics } from '../metrics/metrics.ts';
import { spec } from '../testing/spec.ts';
import { brokenRefs, makeOpenApi } from './openapi.ts';
import { makeHttp } from './server.ts';

type Tree = { id: string; children: Tree[] };
const tree: z.ZodType<Tree> = z.lazy(() => z.object({ id: z.string(), children: z.array(tree) }));
const name = z.object({ text: z.string() }).meta({ id: 'Name' });
const routes = [
  route({
    method: 'post',
    path: '/api/trees/{id}/grow',
    pinned: true,
    summary: 'Grow',
    tag: 'trees',
    roles: ['doctor'],
    waits: 'views',
    codes: ['tree.felled'],
    params: z.object({ id: z.uuid() }),
    query: z.object({ limit: z.coerce.number().default(5), kind: z.string() }),
    body: z.object({ name, tree }),
    answers: { 200: { description: 'grown', schema: z.object({ name, names: z.array(name) }) } },
    handle: async () => ({ status: 200 }),
  }),
  route({
    method: 'get',
    path: '/api/trees',
    summary: 'List',
    tag: 'trees',
    roles: 'public',
    answers: { 200: { description: 'all', schema: tree } },
    handle: async () => ({ status: 200 }),
  }),
]; // prettier-ignore
type Operation = {
  operationId: string;
  security?: unknown[];
  parameters: { name?: string; required?: boolean; $ref?: string }[];
  responses: Record<string, unknown>;
};
type Document = { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, unknown> } };

spec('openapi', (it) => {
  const document = makeOpenApi(routes, '1') as Document;

  it('has every route, under its own id', () => {
    for (const { method, path } of routes) assert.ok(document.paths[path]?.[method], `${method} ${path}`);
    assert.is(document.paths['/api/trees/{id}/grow']?.['post']?.operationId, 'postApiTreesByIdGrow');
  });

  it('resolves every reference, recursive shapes included', () => {
    assert.equal(brokenRefs(document), []);
    assert.equal(brokenRefs({ a: { $ref: '#/nowhere' } }), ['#/nowhere']);
    assert.equal(brokenRefs({ a: { $ref: '#/a' } }), ['#/a']);
    assert.ok(document.components.schemas['Name']);
  });

  it('says which parameters must be given, and which problems can come', () => {
    const grow = document.paths['/api/trees/{id}/grow']!['post']!;
    const required = grow.parameters.filter((p) => p.required).map((p) => p.name);
    assert.equal(required, ['id', 'kind']);
    assert.equal(Object.keys(grow.responses), ['200', '400', '401', '403', '404', '409', '412', '413', '429', '500', '503']);
    assert.equal(document.paths['/api/trees']!['get']!.security, []);
  });

  it('is served with a page that runs no inline script', async () => {
    const metrics = makeMetrics();
    const http = makeHttp({
      routes,
      verify: async () => Promise.reject(new Error('unused')),
      waitFor: async () => true,
      health: [],
      metrics,
      log: makeLog({ level: 'silent' }),
    });
    const base = `http://127.0.0.1:${await http.listen(0)}`;
    assert.is(((await (await fetch(`${base}/openapi.json`)).json()) as Document).openapi, '3.1.0');
    const page = await (await fetch(`${base}/docs`)).text();
    assert.not.match(page, /<script>|onload=|style=/);
    for (const [, file] of page.matchAll(/(?:src|href)="([^"]+)"/g)) {
      const answer = await fetch(base + file);
      await answer.arrayBuffer();
      assert.is(answer.status, 200, file);
    }
    await http.close();
    metrics.stop();
  });
});
