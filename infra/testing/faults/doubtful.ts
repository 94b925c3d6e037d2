// Requests that no route may take, derived from the hub's own OpenAPI document.
import { gzipSync } from 'node:zlib';
import type { Sent } from './raw.ts';
import { sample, type Schema, UNSTORABLE, wrongs } from './schema.ts';

type Parameter = { readonly $ref?: string; readonly name: string; readonly in: string; readonly schema: Schema };
export type Operation = {
  readonly method: string;
  readonly path: string;
  /** `public`, `signed-in`, or the roles of which one is needed. */
  readonly roles: 'public' | 'signed-in' | readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body?: Schema;
};
export type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
/** `auth` false: it is sent as it is, and not signed in. `expect`: the statuses that are honest. */
export type Doubtful = Omit<Sent, 'from'> & { readonly why: string; readonly auth?: boolean; readonly expect: readonly number[] };

const BAD = [400];
const JSON_TYPE = { 'content-type': 'application/json' };
const MOST = 1024 * 1024;

export const operationsOf = ({ paths }: Document): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, given]): Operation => {
      const body = (given.requestBody as { content: Record<string, { schema: Schema }> } | undefined)?.content['application/json']?.schema;
      const roles = (given['x-roles'] as Operation['roles'] | undefined) ?? 'public';
      return { method: method.toUpperCase(), path, roles, parameters: (given.parameters as Parameter[] | undefined) ?? [], body };
    }),
  );

export const at =
  ({ components }: Document) =>
  (ref: string): Schema =>
    components.schemas[ref.split('/').at(-1)!]!;

const isFhir = ({ path }: Operation) => path.startsWith('/fhir');
/** The path with one value a parameter; `ids` gives them by name, else they name what does not exist. */
export const pathOf = ({ path, parameters }: Operation, ids: Readonly<Record<string, string>> = {}): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const schema = parameters.find((p) => p.name === name)?.schema ?? {};
    return ids[name] ?? encodeURIComponent(path.startsWith('/fhir') ? 'Patient' : String(sample(schema, () => ({}), name)));
  });

function wrongPaths(operation: Operation): Doubtful[] {
  const ids = operation.parameters.filter((p) => p.in === 'path').map((p) => p.name);
  const values = ['%00', '%F0%9F%87', 'a%ED%A0%80', '__proto__', 'constructor', '%C4%B0stanbul', '..%2f..%2fetc%2fpasswd', '-1', 'x'.repeat(2000), '%7B%7D'];
  const honest = isFhir(operation) ? [400, 404, 422] : [400, 404];
  const body = operation.body && !isFhir(operation) ? '{}' : undefined;
  /** What the schema of the parameter allows is doubted by nobody. */
  const isFit = (name: string, value: string) => {
    const pattern = operation.parameters.find((p) => p.name === name)?.schema.pattern;
    return pattern !== undefined && new RegExp(pattern, 'u').test(value);
  };
  return ids.flatMap((name) =>
    values
      .filter((value) => !isFit(name, value))
      .map((value) => ({ why: `${name} is ${value.slice(0, 30)}`, ...base(operation), path: pathOf(operation, { [name]: value }), body, expect: honest })),
  );
}

function wrongQueries(operation: Operation): Doubtful[] {
  const query = (text: string, why: string): Doubtful => ({ ...base(operation), why, path: `${pathOf(operation)}?${text}`, expect: BAD });
  return operation.parameters
    .filter((p) => p.in === 'query')
    .flatMap(({ name, schema }) => {
      const free = schema.type === 'string' && !schema.enum && !schema.pattern && !schema.format && name !== 'cursor';
      const fits = (v: string) => schema.pattern !== undefined && new RegExp(schema.pattern, 'u').test(decodeURIComponent(v));
      const values = free ? [] : ['%00', '-1', 'NaN', '1e400', '%C4%B0', '__proto__', 'x'.repeat(3000), "';--"].filter((v) => !fits(v));
      return [
        ...values.map((v) => query(`${name}=${v}`, `query ${name} is ${v.slice(0, 20)}`)),
        ...(free ? [] : [query(`${name}=1&${name}=b`, `query ${name} comes twice`)]),
      ];
    });
}

const base = (operation: Operation) => ({ method: operation.method, path: pathOf(operation), headers: operation.body ? JSON_TYPE : undefined });

function wrongHeaders(operation: Operation): Doubtful[] {
  const changes = operation.method !== 'GET';
  const body = operation.body && !isFhir(operation) ? '{}' : undefined;
  const one = (name: string, value: string): Doubtful => ({
    ...base(operation),
    why: `${name}: ${value.slice(0, 20)}`,
    headers: { ...base(operation).headers, [name]: value },
    body,
    expect: BAD,
  });
  return changes
    ? [
        one('if-match', 'soon'),
        one('if-match', '"-1"'),
        one('idempotency-key', 'short'),
        one('idempotency-key', 'k'.repeat(129)),
        one('idempotency-key', 'clé é with space'),
      ]
    : [one('hub-wait-for', '-1'), one('hub-wait-for', '0x10'), one('hub-wait-for', '9'.repeat(30))];
}

const deep = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);
/** Bodies that are refused before anything looks at what they mean. */
function unreadable(operation: Operation, valid: string): Doubtful[] {
  const one = (
    why: string,
    body: string | Buffer,
    headers: Record<string, string> = {},
    expect: readonly number[] = isFhir(operation) ? [400, 422] : BAD,
  ): Doubtful => ({
    ...base(operation),
    why,
    body,
    headers: { ...JSON_TYPE, ...headers },
    expect,
  });
  const limit = isFhir(operation) ? 33 * MOST : MOST;
  const zipped = gzipSync(valid);
  return [
    one('broken JSON', `${valid.slice(0, -1)},`),
    one('a scalar', '5'),
    one('null', 'null'),
    one('a list', '[]'),
    one('no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
    one('deep lists', `{"a":${deep(20_000, '[', ']')}}`),
    one('deep objects', deep(9_000, '{"a":', '}').replace(':}', ':1}')),
    one('__proto__', valid.replace('{', '{"__proto__":{"roles":["operator"]},')),
    one('a number too large', valid.replace('{', '{"__more":1e999,')),
    ...Object.entries(UNSTORABLE).map(([why, text]) => one(`a key with ${why}`, valid.replace('{', `{${JSON.stringify(text)}:1,`))),
    one('text/plain', valid, { 'content-type': 'text/plain' }),
    one('XML', '<a/>', { 'content-type': 'application/xml' }),
    one('a form', 'a=1&b=2', { 'content-type': 'application/x-www-form-urlencoded' }),
    one('UTF-16', Buffer.from(valid, 'utf16le'), { 'content-type': 'application/json; charset=utf-16le' }),
    one('Latin-1', valid, { 'content-type': 'application/json; charset=latin1' }),
    one('no gzip', valid, { 'content-encoding': 'gzip' }),
    one('cut gzip', zipped.subarray(0, zipped.length - 6), { 'content-encoding': 'gzip' }),
    one('gzip in gzip', gzipSync(zipped), { 'content-encoding': 'gzip' }),
    one('an unknown encoding', valid, { 'content-encoding': 'zstd' }),
    one('too large', `{"a":"${'x'.repeat(isFhir(operation) ? 64 : MOST)}"}`, {}, isFhir(operation) ? [422] : [413, 400]),
    one('a bomb', gzipSync(`{"a":"${'x'.repeat(limit)}"}`), { 'content-encoding': 'gzip' }, [413, 400]),
  ];
}

function wrongBodies(operation: Operation, document: Document): Doubtful[] {
  if (!operation.body) return [];
  const valid = isFhir(operation) ? '{"resourceType":"Patient","birthDate":"x"}' : JSON.stringify(sample(operation.body, at(document)));
  const faulty = wrongs(operation.body, at(document)).map(({ why, value }) => ({ ...base(operation), why, body: JSON.stringify(value), expect: BAD }));
  return [...faulty, ...unreadable(operation, valid === '{}' ? '{"a":1}' : valid)];
}

function wrongTokens(operation: Operation, forged: readonly string[]): Doubtful[] {
  if (operation.roles === 'public') return [];
  const tokens = ['', 'Bearer', 'Bearer x', 'Basic YTpi', 'Bearer a.b.c', ...forged.map((token) => `Bearer ${token}`)];
  return tokens.map((authorization, n) => ({
    ...{ why: `token ${n}`, ...base(operation), body: operation.body && '{}', auth: false, expect: [401] },
    headers: { ...base(operation).headers, ...(authorization && { authorization }) },
  }));
}

const wrongMethods = (operation: Operation): Doubtful[] =>
  ['PROPFIND', 'PURGE'].map((method) => ({ ...base(operation), method, why: method, body: undefined, headers: {}, expect: [404, 405] }));

/** Everything that this operation must refuse, in an order that spreads kinds. `forged`: tokens that are not good. */
export const doubtfuls = (operation: Operation, document: Document, forged: readonly string[]): Doubtful[] => [
  ...wrongTokens(operation, forged),
  ...wrongPaths(operation),
  ...wrongQueries(operation),
  ...wrongHeaders(operation),
  ...wrongBodies(operation, document),
  ...wrongMethods(operation),
];

/** A request about something of another tenant, as valid as its schema can say. What is read must be nothing; isolation.int.test.ts compares. */
export function foreign(operation: Operation, document: Document, id: string): Doubtful | undefined {
  if (!operation.path.includes('{id}')) return undefined;
  const body = operation.body && JSON.stringify(sample(operation.body, at(document)));
  const harmless = operation.method === 'GET' || operation.method === 'DELETE' ? [200] : [];
  return { ...base(operation), path: pathOf(operation, { id }), body, why: `of another tenant: ${id}`, expect: [400, 403, 404, ...harmless] };
}

/** Any value as the body. */
export const asJson = (operation: Operation, value: unknown): Omit<Doubtful, 'expect'> => ({
  ...base(operation),
  why: `any JSON: ${JSON.stringify(value).slice(0, 80)}`,
  body: JSON.stringify(value),
});
