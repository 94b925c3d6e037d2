// The law, article by article: what the hub checks for each, now, over this tenant's records, and what it found. A check that finds something
// names what speaks against it; one that holds never says that a tenant obeys the law, only that nothing here speaks against it.
import { z } from 'zod';
import { type Route, route } from '#domain/kernel/route.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { bilingual } from '../kernel/shapes.ts';
import { type Check, outcomeOf, STATUSES } from './law/check.ts';
import type { Facts } from './law/facts.ts';
import { gather } from './law/gather.ts';
import { CHECKS } from './law/index.ts';
import { AUDITORS, citation, heading, tag } from './report.ts';

const result = z.object({
  id: z.string(),
  law: citation,
  check: bilingual,
  status: z.enum(STATUSES).describe('unknown: the hub cannot know, see attest; not-applicable: there is nothing to look at yet'),
  looked: z.int().describe('How many records were looked at'),
  found: z.array(z.string()).describe('What speaks against it: at most twenty ids'),
  count: z.int().describe('How many there are'),
  evidence: z.array(z.string()).describe('Where to look: routes and commands'),
  attest: bilingual.optional().describe('What no record shows, and a person has to attest'),
});
const report = z.object({ ...heading, articles: z.array(result) }).meta({ id: 'Articles' });
const MOST = 20;

function told(one: Check, facts: Facts) {
  const { id, law, check, see, attest } = one;
  const { status, looked, against } = outcomeOf(one, facts);
  return { id, law, check, status, looked, found: against.slice(0, MOST), count: against.length, evidence: [...see], ...(attest && { attest }) };
}

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
      const facts = await gather(deps, tenant, now);
      const articles = CHECKS.map((check) => told(check, facts));
      return { status: 200, body: { tenant, madeAt: now.toISOString(), law: CHECKS.map(({ law }) => law), articles } };
    },
  });
