import { randomUUID } from 'node:crypto';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import * as assert from 'uvu/assert';
import { slices } from '#domain/index.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { rightsOf } from '#domain/kernel/roles.ts';
import { type Http, makeHttp } from '../http/server.ts';
import { makeLog } from '../log/log.ts';
import { makeMetrics } from '../metrics/metrics.ts';
import { spec } from '../testing/spec.ts';
import type { Version } from './history.ts';
import { messageSchemas } from './messages.ts';
import { makeRegistry } from './registry.ts';
import { registryRoutes } from './routes.ts';

const analyst = { tenant: 'acme', memberId: 'm', roles: ['analyst'] as const, rights: rightsOf(['analyst']), session: 's' };
const verify = async (token: string) => {
  if (token !== 'good') throw new HubError('unauthenticated', 'auth.token-invalid', 'not a token of this hub');
  return analyst;
};
const first = messageSchemas(slices).map(({ folder: _, ...schema }): Version => ({ ...schema, version: 1 }));
const opened = first.find(({ subject }) => subject === 'case.CaseOpened')!;
type Fields = { fields: object[] };
const second: Version = {
  ...opened,
  version: 2,
  schema: { ...opened.schema, fields: [...(opened.schema as Fields).fields, { name: 'more', type: ['null', 'string'], default: null }] },
};

spec('the schema registry', (it, { setup, teardown }) => {
  let http: Http;
  let url = '';
  setup(async () => {
    const deps = { verify, waitFor: async () => true, log: makeLog({ name: 'test', level: 'silent' }), metrics: makeMetrics(), health: [] };
    http = makeHttp({ ...deps, routes: registryRoutes(makeRegistry([...first, second])) });
    url = `http://127.0.0.1:${await http.listen(0)}`;
  });
  teardown(() => http.close());

  const ask = async (path: string, { token = 'good', body }: { token?: string; body?: object } = {}) => {
    const response = await fetch(`${url}/registry${path}`, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { ...(token && { authorization: `Bearer ${token}` }), 'content-type': 'application/vnd.schemaregistry.v1+json' },
    });
    return { status: response.status, type: response.headers.get('content-type') ?? '', body: (await response.json()) as never };
  };
  const fault = async (path: string, more?: { token?: string; body?: object }) => {
    const { status, type, body } = await ask(path, more);
    assert.match(type, /^application\/vnd\.schemaregistry\.v1\+json/);
    const { error_code, message } = body as { error_code: number; message: string };
    assert.type(message, 'string');
    return [status, error_code];
  };
  const client = () =>
    new SchemaRegistry({
      host: `${url}/registry`,
      middlewares: [() => ({ prepareRequest: async (next) => (await next()).enhance({ headers: { authorization: 'Bearer good' } }) })],
    });

  it('a client that is not ours finds a schema, writes and reads a message with it', async () => {
    const registry = client();
    const id = await registry.getLatestSchemaId('case.CaseOpened');
    assert.is(await registry.getRegistryIdBySchema('case.CaseOpened', { type: 'AVRO' as never, schema: JSON.stringify(second.schema) }), id);
    const message = { patientId: randomUUID(), referredBy: null, procedure: { 'hub.Sealed': { sealed: '1.AAAA' } }, more: 'x' };
    const bytes = await registry.encode(id, message);
    assert.is(((await client().decode(bytes)) as { patientId: string }).patientId, message.patientId);
    const before = await registry.getRegistryId('case.CaseOpened', 1);
    assert.is.not(before, id);
  });
  it('subjects, versions, ids and types are answered as the registry answers them', async () => {
    const subjects = (await ask('/subjects')).body as string[];
    assert.is(subjects.length, first.length);
    assert.equal((await ask('/subjects/case.CaseOpened/versions')).body, [1, 2]);
    const latest = (await ask('/subjects/case.CaseOpened/versions/latest')).body as { id: number; version: number; schema: string };
    assert.equal([latest.version, JSON.parse(latest.schema)], [2, second.schema]);
    assert.equal((await ask(`/schemas/ids/${latest.id}`)).body, { schema: latest.schema, schemaType: 'AVRO' });
    assert.equal((await ask(`/schemas/ids/${latest.id}/versions`)).body, [{ subject: 'case.CaseOpened', version: 2 }]);
    assert.is(((await ask('/subjects/case.CaseOpened.json/versions/1')).body as { schemaType: string }).schemaType, 'JSON');
    assert.equal((await ask('/subjects/case.CaseOpened/versions/1/schema')).body, opened.schema);
    assert.equal((await ask('/config')).body, { compatibilityLevel: 'FULL_TRANSITIVE' });
    assert.equal((await ask('/mode')).body, { mode: 'READONLY' });
    assert.equal((await ask('/schemas/types')).body, ['AVRO', 'JSON']);
  });
  it('what it does not have is refused with its own error codes and content type', async () => {
    assert.equal(await fault('/subjects/no.Such/versions'), [404, 40401]);
    assert.equal(await fault('/subjects/case.CaseOpened/versions/9'), [404, 40402]);
    assert.equal(await fault('/subjects/case.CaseOpened/versions/newest'), [422, 42202]);
    assert.equal(await fault('/schemas/ids/1'), [404, 40403]);
    assert.equal(await fault('/subjects/case.CaseOpened', { body: { schema: '"string"' } }), [404, 40403]);
    assert.equal(await fault('/schemas/ids/many'), [400, 400]);
    assert.equal(await fault('/subjects/case.CaseOpened/versions', { body: { schema: '{}' } }), [405, 405]);
  });
  it('nobody without a token of this hub reads it', async () => {
    assert.equal(await fault('/subjects', { token: '' }), [401, 401]);
    assert.equal(await fault('/subjects', { token: 'forged' }), [401, 401]);
  });
  it('a consumer learns beforehand whether its own schema goes together with ours', async () => {
    const judge = async (schema: object | string, version = '/latest') =>
      ask(`/compatibility/subjects/case.CaseOpened/versions${version}`, { body: { schema: typeof schema === 'string' ? schema : JSON.stringify(schema) } });
    assert.equal((await judge(opened.schema)).body, { is_compatible: true });
    const without = { ...opened.schema, fields: (opened.schema as Fields).fields.slice(1) };
    assert.is(((await judge(without, '')).body as { is_compatible: boolean }).is_compatible, false);
    for (const strange of ['no json', '{}', '{"type":"record"}', `${'['.repeat(20_000)}${']'.repeat(20_000)}`]) assert.is((await judge(strange)).status, 422);
  });
});
