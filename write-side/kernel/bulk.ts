// Many of one command in one request. Each item is done and answered as it would be alone, so some may be refused while others are done; a
// repeat with the same Idempotency-Key finds those that were.
import { z } from 'zod';
import { type ErrorKind, toHubError } from '#domain/kernel/errors.ts';
import { type Answer, type Route, type RouteRequest, route } from '#domain/kernel/route.ts';
import { derivedId } from './ids.ts';

const AT_ONCE = 8;
const STATUS: Readonly<Partial<Record<ErrorKind, number>>> = { invalid: 400, forbidden: 403, 'not-found': 404, conflict: 409, 'too-large': 413 };

const done = z
  .looseObject({
    index: z.int(),
    status: z.int().describe('As the item’s own request would be answered'),
    id: z.string().optional(),
    code: z.string().optional(),
  })
  .meta({ id: 'BulkItem' });
const answer = z.object({ done: z.int(), refused: z.int(), items: z.array(done) }).meta({ id: 'BulkAnswer' });

type Part = z.ZodObject | undefined;
/** What one item has: everything its own request has, side by side. */
function itemOf({ params, query, body }: Route): z.ZodType {
  if (!params && !query) return body!;
  return z.strictObject({ ...params?.shape, ...query?.shape, ...(body as Part)?.shape });
}
const pick = (part: Part, item: Record<string, unknown>) => Object.fromEntries(Object.entries(item).filter(([name]) => part?.shape[name] !== undefined));

export type Bulk = { readonly path: string; readonly summary: string; readonly most?: number };

/** `one` has a body or fields in its path; its own answers, permits and codes hold for each item. */
export function bulkOf(one: Route, { path, summary, most = 200 }: Bulk): Route {
  const alone = !one.params && !one.query;
  async function each(request: RouteRequest, item: Record<string, unknown>, index: number): Promise<object> {
    const parts = alone ? { body: item } : { params: pick(one.params, item), query: pick(one.query, item), body: pick(one.body as Part, item) };
    const { ifMatch: _, ...whole } = request;
    const own = { ...whole, ...parts, commandId: derivedId('bulk', path, request.commandId, String(index)) };
    try {
      const { status, body } = (await one.handle(own as never)) as Answer;
      return { ...(body as object), index, status };
    } catch (thrown) {
      const error = toHubError(thrown);
      const status = STATUS[error.kind];
      if (status === undefined) throw thrown; // an engine that is away: the whole is repeated, and what was done answers as before
      return { index, status, code: error.code, detail: error.message, ...(error.faults.length > 0 && { errors: error.faults }) };
    }
  }
  return route({
    method: 'post',
    path,
    summary,
    tag: one.tag,
    roles: one.roles,
    ...(one.stepUp && { stepUp: one.stepUp }),
    ...(one.scopes && { scopes: one.scopes }),
    budget: 'import',
    cost: 20,
    body: z.strictObject({ items: z.array(itemOf(one)).min(1).max(most) }),
    answers: { 200: { description: 'What became of each item, in their order', schema: answer } },
    codes: one.codes ?? [],
    handle: async (request) => {
      const all = request.body.items as Record<string, unknown>[];
      const items: { status: number }[] = [];
      for (let from = 0; from < all.length; from += AT_ONCE) {
        const some = all.slice(from, from + AT_ONCE).map((item, i) => each(request, item, from + i));
        items.push(...((await Promise.all(some)) as { status: number }[]));
      }
      const refused = items.filter(({ status }) => status >= 400).length;
      return { status: 200, body: { done: items.length - refused, refused, items } };
    },
  });
}
