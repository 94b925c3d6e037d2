// The law, article by article: what the hub checks for each, now, over this tenant's records, and what it found. A check that finds something
// says what to do; it never says that a tenant obeys the law, only that nothing speaks against it here.
import { z } from 'zod';
import { type Route, route } from '#domain/kernel/route.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { bilingual } from '../kernel/shapes.ts';
import { CHECKS } from './article-checks.ts';
import { AUDITORS, citation, heading, tag } from './report.ts';

const result = z.object({
  id: z.string(),
  law: citation,
  check: bilingual,
  status: z.enum(['nothing-found', 'to-do', 'not-applicable']),
  looked: z.int().describe('How many records were looked at'),
  found: z.array(z.string()).describe('What speaks against it: at most twenty ids'),
  count: z.int().describe('How many there are'),
});
const report = z.object({ ...heading, articles: z.array(result) }).meta({ id: 'Articles' });
const MOST = 20;

export const articlesRoute = (deps: ReadDeps): Route =>
  route({
    method: 'get',
    path: '/api/reports/articles',
    summary: 'Articles of law, the check the hub makes for each, and what it found just now',
    tag,
    roles: [...AUDITORS, 'admin'],
    waits: 'views',
    cost: 20,
    answers: { 200: { description: 'The articles', schema: report } },
    handle: async ({ who: { tenant } }) => {
      const now = deps.now();
      const articles = [];
      for (const { id, law, check, run } of CHECKS) {
        const { looked, against } = await run(deps, tenant, now);
        const status = against.length > 0 ? 'to-do' : looked === 0 ? 'not-applicable' : 'nothing-found';
        articles.push({ id, law, check, status, looked, found: against.slice(0, MOST), count: against.length });
      }
      return { status: 200, body: { tenant, madeAt: now.toISOString(), law: CHECKS.map(({ law }) => law), articles } };
    },
  });
