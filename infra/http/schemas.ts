// Schemas as OpenAPI 3.1 wants them: JSON Schema 2020-12 by zod itself, with named and recursive shapes moved to the components.
import { z } from 'zod';

export type Json = { [key: string]: unknown };
export type Schemas = {
  /** The schema's JSON form, or a reference when it has a name (`.meta({ id })`). `owner` names what is nameless. */
  toJson(schema: z.ZodType, io: 'input' | 'output', owner: string): Json;
  readonly components: Record<string, Json>;
};

const REF = '#/components/schemas/';

export function makeSchemas(): Schemas {
  const components: Record<string, Json> = {};
  return {
    components,
    toJson: (schema, io, owner) => {
      const {
        $schema: _dialect,
        $defs = {},
        ...root
      } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json & { $defs?: Record<string, Json> };
      const nameOf = (key: string) => (key.startsWith('__') ? `${owner}${key.slice(2)}` : key);
      const relink = (node: unknown): unknown =>
        walk(node, (ref) => (ref === '#' ? `${REF}${owner}` : ref.replace(/^#\/\$defs\/(.+)$/, (_, key: string) => REF + nameOf(key))));
      for (const [key, def] of Object.entries($defs)) components[nameOf(key)] = relink(nameless(def)) as Json;
      const id = schema.meta()?.id;
      const isRecursive = JSON.stringify(root).includes('"$ref":"#"');
      if (!id && !isRecursive) return relink(root) as Json;
      if (!('$ref' in root && id && id in $defs)) components[id ?? owner] = relink(nameless(root)) as Json; // else it stands among the definitions already
      return { $ref: REF + (id ?? owner) };
    },
  };
}

/** zod repeats the name inside the schema as `id`, which JSON Schema does not know. */
const nameless = ({ id: _name, ...rest }: Json): Json => rest;

/** A copy of `node` in which every `$ref` is replaced. */
function walk(node: unknown, replace: (ref: string) => string): unknown {
  if (Array.isArray(node)) return node.map((item) => walk(item, replace));
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, key === '$ref' && typeof value === 'string' ? replace(value) : walk(value, replace)]),
  );
}
