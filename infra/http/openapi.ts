// The OpenAPI 3.1 document, made from the same declarations that serve, so it cannot say anything else than what happens.
import type { z } from 'zod';
import type { Route } from '#domain/kernel/route.ts';
import { type Json, makeSchemas, type Schemas } from './schemas.ts';

/** `post /api/cases/{id}/advance` → `postApiCasesByIdAdvance`. */
export const operationId = ({ method, path }: Route): string =>
  method + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `by-${name}`).replaceAll(/[^A-Za-z0-9]+(\w)/g, (_, first: string) => first.toUpperCase());

export function makeOpenApi(routes: readonly Route[], version: string): Json {
  const schemas = makeSchemas();
  const paths: Record<string, Json> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route, schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Synchron Hub',
      version,
      description:
        'Commands become immutable events; queries read views of them. Every error is a problem (RFC 9457) with a stable `code`. ' +
        '`Hub-Position` of a command, sent as `Hub-Wait-For` with a query, reads your own writes.',
    },
    tags: [...new Set(routes.map((r) => r.tag))].toSorted().map((name) => ({ name })),
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'An access token, a device’s token, or the key of a widget or service.' } },
      headers: HEADERS,
      parameters: PARAMETERS,
      responses: RESPONSES,
      schemas: { ...schemas.components, Problem: PROBLEM },
    },
  };
}

function operation(route: Route, schemas: Schemas): Json {
  const owner = operationId(route);
  const changes = route.method !== 'get';
  const codes = [...(route.stepUp ? ['auth.step-up'] : []), ...(route.scopes ? ['auth.scope'] : []), ...(route.codes ?? [])];
  const parameters = [
    ...fields(route.params, 'path', schemas, `${owner}Path`),
    ...fields(route.query, 'query', schemas, `${owner}Query`),
    ...(changes ? [ref('parameters', 'IdempotencyKey')] : [ref('parameters', 'IfNoneMatch')]),
    ...(route.pinned ? [ref('parameters', 'IfMatch')] : []),
    ...(route.waits ? [ref('parameters', 'WaitFor')] : []),
  ];
  return {
    operationId: owner,
    summary: route.summary,
    tags: [route.tag],
    ...(codes.length > 0 && { description: `Error codes: ${codes.map((c) => `\`${c}\``).join(', ')}.`, 'x-codes': codes }),
    ...(route.roles === 'public' ? { security: [] } : { 'x-roles': route.roles }),
    ...(route.stepUp && { 'x-step-up': true }),
    ...(route.scopes && { 'x-scopes': route.scopes }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: { content: content(route, schemas.toJson(route.body, 'input', `${owner}Body`)) } }),
    responses: { ...answers(route, schemas, owner), ...problems(route) },
  };
}

const content = (route: Route, schema: Json): Json => Object.fromEntries(['application/json', ...(route.consumes ?? [])].map((type) => [type, { schema }]));

function fields(schema: z.ZodObject | undefined, place: 'path' | 'query', schemas: Schemas, owner: string): Json[] {
  if (!schema) return [];
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !field.safeParse(undefined).success,
    schema: schemas.toJson(field, 'input', `${owner}${name}`),
  }));
}

function answers(route: Route, schemas: Schemas, owner: string): Json {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, { description, schema }]) => [
      status,
      {
        description,
        headers: {
          'Hub-Correlation-Id': ref('headers', 'CorrelationId'),
          ETag: ref('headers', route.method === 'get' ? 'ReadTag' : 'ETag'),
          ...(route.method !== 'get' && { 'Hub-Position': ref('headers', 'Position') }),
          RateLimit: ref('headers', 'RateLimit'),
          'RateLimit-Policy': ref('headers', 'RateLimitPolicy'),
        },
        ...(schema && { content: { 'application/json': { schema: schemas.toJson(schema, 'output', `${owner}${status}`) } } }),
      },
    ]),
  );
}

/** The problems a route can answer with by what it declares. */
function problems(route: Route): Json {
  const guarded = route.roles !== 'public';
  const changes = route.method !== 'get';
  const can: Record<string, unknown> = {
    400: route.params ?? route.query ?? route.body,
    401: guarded,
    403: Array.isArray(route.roles) || route.stepUp || route.scopes,
    404: route.path.includes('{'),
    409: changes && guarded,
    412: route.pinned,
    413: route.body,
    429: true,
    500: true,
    503: true,
  };
  const declared = new Set(Object.keys(route.answers));
  return Object.fromEntries(
    Object.entries(can).flatMap(([status, applies]) => (applies && !declared.has(status) ? [[status, ref('responses', `Problem${status}`)]] : [])),
  );
}

const ref = (kind: string, name: string): Json => ({ $ref: `#/components/${kind}/${name}` });

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'correlationId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; what programs decide by.' },
    detail: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', required: ['path', 'message'], properties: { path: { type: 'string' }, message: { type: 'string' } } } },
    correlationId: { type: 'string' },
  },
};
const WORDS: Readonly<Record<number, string>> = {
  400: 'A part of the request is malformed; `errors` names each field.',
  401: 'No valid access token.',
  403: 'The token holds no role and the key no scope this needs, or a fresh proof is due.',
  404: 'Not there, or not for you.',
  409: 'A rule refused, or somebody changed it first.',
  412: 'The revision in If-Match is not the current one.',
  413: 'The body is too large.',
  429: 'Too many requests; see Retry-After.',
  500: 'A mistake of the hub; nothing is shown but the correlation id.',
  503: 'An engine or view is not available now; see Retry-After.',
};
const RESPONSES: Json = Object.fromEntries(
  Object.entries(WORDS).map(([status, description]) => [
    `Problem${status}`,
    { description, content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } } },
  ]),
);
const header = (description: string): Json => ({ description, schema: { type: 'string' } });
const HEADERS: Json = {
  CorrelationId: header('Joins this answer with logs and events; send your own to choose it.'),
  ETag: header('The revision of the stream after the command, in quotes.'),
  ReadTag: header('Of exactly this answer; send it as If-None-Match. What stands before a dot is the revision, for If-Match.'),
  RateLimit: header('What is left of each budget, `r`, and in how many seconds it is whole again, `t`.'),
  RateLimitPolicy: header('The budgets that count this request: quota `q` in a window of `w` seconds.'),
  Position: header('The log position of the last event of the command.'),
};
const parameter = (name: string, description: string): Json => ({ name, in: 'header', required: false, description, schema: { type: 'string' } });
const PARAMETERS: Json = {
  IdempotencyKey: parameter('Idempotency-Key', '8 to 128 characters; a repeat with the same key changes nothing and answers as before.'),
  IfMatch: parameter('If-Match', 'The revision the stream must have, as an ETag had it.'),
  IfNoneMatch: parameter('If-None-Match', 'The ETag of the answer you have; 304 when it is still the same, which costs nothing.'),
  WaitFor: parameter('Hub-Wait-For', 'A log position; the answer waits, bounded, until the view has reached it.'),
};

/** References of `document` that lead nowhere, or back to themselves. */
export function brokenRefs(document: unknown, node: unknown = document): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? (leads(document, value) ? [] : [value]) : brokenRefs(document, value),
  );
}
/** What a reference names; undefined for nothing. */
export const referred = (document: unknown, ref: string): unknown =>
  ref.startsWith('#/')
    ? ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, part) => (at as Json | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document)
    : undefined;
const leads = (document: unknown, ref: string): boolean => {
  const to = referred(document, ref) as Json | undefined;
  return to !== undefined && to['$ref'] !== ref;
};
