// The reading half of Confluent's Schema Registry API, in its own words, so that its clients can fetch our schemas.
import { z } from 'zod';
import { type Answer, type Route, type RouteRequest, route } from '#domain/kernel/route.ts';
import { against, type Registered, type SchemaRegistry, sameAs } from './registry.ts';

export const REGISTRY_MEDIA = 'application/vnd.schemaregistry.v1+json';
const LEVEL = 'FULL_TRANSITIVE';

/** A refusal with the registry's own error code. */
class Refusal extends Error {
  readonly answer: Answer;
  constructor(status: number, error_code: number, message: string) {
    super(message);
    this.answer = say({ error_code, message }, status);
  }
}
const say = (body: unknown, status = 200): Answer => ({ status, body, headers: { 'content-type': REGISTRY_MEDIA } });

const bySubject = z.object({ subject: z.string().max(200) });
const byVersion = bySubject.extend({ version: z.string().max(20) });
const byId = z.object({ id: z.coerce.number().int().min(0).max(0x7fffffff) });
const schemaBody = z.object({ schema: z.string().max(200_000), schemaType: z.enum(['AVRO', 'JSON', 'PROTOBUF']).default('AVRO') });
const name = z.string();
const version = z.int();
const schemaType = z.enum(['AVRO', 'JSON']);
const registered = z.object({ subject: name, version, id: z.int(), schemaType, schema: z.string() }).meta({ id: 'RegisteredSchema' });
const verdict = z.object({ is_compatible: z.boolean(), messages: z.array(z.string()).optional() });

type Endpoint<P extends z.ZodObject, B extends z.ZodType> = {
  readonly params?: P;
  readonly body?: B;
  readonly answers: z.ZodType;
  readonly answer: (request: RouteRequest<z.infer<P>, unknown, z.infer<B>>) => unknown;
};
function endpoint<P extends z.ZodObject, B extends z.ZodType>(method: 'get' | 'post', path: string, summary: string, of: Endpoint<P, B>): Route {
  return route<P, z.ZodObject, B>({
    method,
    path: `/registry${path}`,
    summary,
    tag: 'schema registry',
    roles: 'signed-in',
    ...(of.params && { params: of.params }),
    ...(of.body && { body: of.body, consumes: [REGISTRY_MEDIA, 'application/vnd.schemaregistry+json', 'application/octet-stream'] }),
    answers: { 200: { description: 'As Confluent’s Schema Registry answers', schema: of.answers } },
    handle: async (request) => {
      try {
        return say(await of.answer(request));
      } catch (error) {
        if (error instanceof Refusal) return error.answer;
        throw error;
      }
    },
  });
}

export function registryRoutes(registry: SchemaRegistry): Route[] {
  function versionsOf({ subject }: { subject: string }): readonly Registered[] {
    const versions = registry.versions(subject);
    if (versions.length === 0) throw new Refusal(404, 40401, `Subject '${subject}' not found.`);
    return versions;
  }
  function versionAt(place: { subject: string; version: string }): Registered {
    const versions = versionsOf(place);
    if (place.version === 'latest' || place.version === '-1') return versions.at(-1)!;
    if (!/^[1-9]\d{0,8}$/.test(place.version)) throw new Refusal(422, 42202, `The specified version '${place.version}' is not a valid version id.`);
    const found = versions.find((v) => v.version === Number(place.version));
    if (!found) throw new Refusal(404, 40402, `Version ${place.version} not found.`);
    return found;
  }
  function placesOf({ id }: { id: number }): readonly Registered[] {
    const places = registry.withId(id);
    if (places.length === 0) throw new Refusal(404, 40403, `Schema ${id} not found`);
    return places;
  }
  function compare(versions: readonly Registered[], theirs: z.infer<typeof schemaBody>): z.infer<typeof verdict> {
    const faults = theirs.schemaType === 'AVRO' && versions[0]!.schemaType === 'AVRO' ? against(versions, theirs.schema) : undefined;
    if (!faults) throw new Refusal(422, 42201, 'Only Avro schemas are compared, and this is none.');
    return { is_compatible: faults.length === 0, ...(faults.length > 0 && { messages: faults }) };
  }
  return [
    endpoint('get', '/subjects', 'Every subject: one for each message, and one for its JSON Schema', {
      answers: z.array(name),
      answer: () => registry.subjects(),
    }),
    endpoint('get', '/subjects/{subject}/versions', 'The versions of a subject', {
      params: bySubject,
      answers: z.array(version),
      answer: ({ params }) => versionsOf(params).map((v) => v.version),
    }),
    endpoint('get', '/subjects/{subject}/versions/{version}', 'One version of a subject; `latest` is the newest', {
      params: byVersion,
      answers: registered,
      answer: ({ params }) => versionAt(params),
    }),
    endpoint('get', '/subjects/{subject}/versions/{version}/schema', 'Its schema alone', {
      params: byVersion,
      answers: z.looseObject({}),
      answer: ({ params }) => JSON.parse(versionAt(params).schema) as unknown,
    }),
    endpoint('post', '/subjects/{subject}', 'Which version of a subject a schema is', {
      params: bySubject,
      body: schemaBody,
      answers: registered,
      answer: ({ params, body }) => {
        const found = sameAs(versionsOf(params), body.schema);
        if (!found) throw new Refusal(404, 40403, 'Schema not found');
        return found;
      },
    }),
    endpoint('get', '/schemas/ids/{id}', 'The schema that a message names by its id', {
      params: byId,
      answers: z.object({ schema: z.string(), schemaType }),
      answer: ({ params }) => {
        const { schema, schemaType } = placesOf(params)[0]!;
        return { schema, schemaType };
      },
    }),
    endpoint('get', '/schemas/ids/{id}/versions', 'Where that schema stands', {
      params: byId,
      answers: z.array(z.object({ subject: name, version })),
      answer: ({ params }) => placesOf(params).map((v) => ({ subject: v.subject, version: v.version })),
    }),
    endpoint('get', '/schemas/types', 'The kinds of schemas there are', { answers: z.array(schemaType), answer: () => ['AVRO', 'JSON'] }),
    endpoint('get', '/config', 'The compatibility that every change keeps', {
      answers: z.object({ compatibilityLevel: z.literal(LEVEL) }),
      answer: () => ({ compatibilityLevel: LEVEL }),
    }),
    endpoint('get', '/config/{subject}', 'The same, for one subject', {
      params: bySubject,
      answers: z.object({ compatibilityLevel: z.literal(LEVEL) }),
      answer: ({ params }) => versionsOf(params) && { compatibilityLevel: LEVEL },
    }),
    endpoint('get', '/mode', 'Schemas come with the hub’s own versions, so nobody writes here', {
      answers: z.object({ mode: z.literal('READONLY') }),
      answer: () => ({ mode: 'READONLY' }),
    }),
    endpoint('post', '/compatibility/subjects/{subject}/versions/{version}', 'Whether your Avro schema goes together with one version', {
      params: byVersion,
      body: schemaBody,
      answers: verdict,
      answer: ({ params, body }) => compare([versionAt(params)], body),
    }),
    endpoint('post', '/compatibility/subjects/{subject}/versions', 'Whether it goes together with all of them', {
      params: bySubject,
      body: schemaBody,
      answers: verdict,
      answer: ({ params, body }) => compare(versionsOf(params), body),
    }),
  ];
}
