// Reads what was posted, a Bundle or one resource, into entries that are ready, skipped or broken. Nothing is derived or written here.
import { asObject, asText, type Json } from '#domain/patient/fhir.ts';
import { type Fault, faultsOf, unsupported } from './faults.ts';
import { identityOf } from './identity.ts';
import { type HandledType, isHandled } from './resources.ts';

type Place = { readonly index: number; readonly expression: string; readonly fullUrl?: string };
/** A resource of a handled type that is whole. `identity` names it at its source. */
export type Ready = Place & {
  readonly state: 'ready';
  readonly type: HandledType;
  readonly resource: Json;
  readonly identity: string | undefined;
  readonly conditional: boolean;
};
export type Skipped = Place & { readonly state: 'skipped'; readonly type: string; readonly resource: Json };
export type Broken = Place & { readonly state: 'broken'; readonly faults: readonly Fault[]; readonly resource?: Json };
export type Entry = Ready | Skipped | Broken;
export type Mode = 'transaction' | 'batch' | 'single';
/** `faults` are those of the Bundle itself; then there are no entries. */
export type Posted = { readonly mode: Mode; readonly entries: readonly Entry[]; readonly faults: readonly Fault[] };

const METHODS = ['POST', 'PUT'];
const TYPE = /^[A-Z][A-Za-z]{2,63}$/;
const fault = (expression: string, code: Fault['code'], why: string): Fault => ({ expression, code, diagnostics: `${expression} ${why}.` });

/** A PUT names the resource in its address, so an id in the body has to agree. */
function requestFaults(request: Json | undefined, resource: Json, root: string): Fault[] {
  const method = asText(request?.method) ?? 'POST';
  if (!METHODS.includes(method)) return [unsupported(`${root}.request.method`, `the hub records resources: POST or PUT, not ${method.slice(0, 20)}`)];
  const [type, id] = (asText(request?.url) ?? '').split('?')[0]!.split('/');
  if (type && type !== resource.resourceType) return [fault(`${root}.request.url`, 'fhir.invariant', `must be that of a ${String(resource.resourceType)}`)];
  if (method === 'PUT' && id && id !== resource.id) return [fault(`${root}.request.url`, 'fhir.invariant', 'must end with the id of the resource')];
  return [];
}

function readResource(resource: Json, place: Place, root: string, request: Json | undefined): Entry {
  const type = asText(resource.resourceType);
  const at = place.expression;
  if (!type) return { ...place, state: 'broken', faults: [fault(`${at}.resourceType`, 'fhir.required', 'is required')] };
  if (!TYPE.test(type)) return { ...place, state: 'broken', faults: [fault(`${at}.resourceType`, 'fhir.value', 'must be the name of a resource type')] };
  if (!isHandled(type)) return { ...place, state: 'skipped', type, resource };
  const faults = [...requestFaults(request, resource, root), ...faultsOf(type, resource, at)];
  const identity = identityOf(resource, place.fullUrl);
  if (type === 'Patient' && !identity)
    faults.push(fault(`${at}.identifier`, 'fhir.required', 'or an id is required: without one a repeat cannot be recognised'));
  if (faults.length > 0) return { ...place, state: 'broken', faults, resource };
  return { ...place, state: 'ready', type, resource, identity, conditional: request !== undefined && 'ifNoneExist' in request };
}

function readEntry(value: unknown, index: number): Entry {
  const root = `Bundle.entry[${index}]`;
  const entry = asObject(value);
  const resource = asObject(entry?.resource);
  const place: Place = { index, expression: `${root}.resource`, fullUrl: asText(entry?.fullUrl) };
  const request = asObject(entry?.request);
  const method = asText(request?.method);
  if (!resource && method && !METHODS.includes(method)) return { ...place, state: 'broken', faults: requestFaults(request, {}, root) };
  if (!resource) return { ...place, state: 'broken', faults: [fault(`${root}.resource`, 'fhir.required', 'is required')] };
  return readResource(resource, place, root, request);
}

/** Two entries for one resource contradict each other, whichever came last. */
function withoutTwins(entries: readonly Entry[]): Entry[] {
  const seen = new Map<string, string>();
  return entries.map((entry) => {
    if (entry.state !== 'ready' || !entry.identity) return entry;
    const before = seen.get(entry.identity);
    seen.set(entry.identity, entry.expression);
    if (!before) return entry;
    return {
      index: entry.index,
      expression: entry.expression,
      state: 'broken',
      faults: [fault(entry.expression, 'fhir.duplicate', `is the same resource as ${before}`)],
    };
  });
}

/** Reads a request body. `type` is the resource type that the address names, when it does. */
export function readPosted(body: unknown, type?: string): Posted {
  const resource = asObject(body);
  const name = asText(resource?.resourceType);
  if (!resource || !name)
    return { mode: 'single', entries: [], faults: [fault('resourceType', 'fhir.required', 'is required: send a FHIR R4 Bundle or resource as JSON')] };
  if (type && type !== name) return { mode: 'single', entries: [], faults: [fault('resourceType', 'fhir.invariant', `must be ${type}, as in the address`)] };
  if (name === 'Bundle') return readBundle(resource);
  const root = TYPE.test(name) ? name : 'Resource';
  return { mode: 'single', entries: [readResource(resource, { index: 0, expression: root }, root, undefined)], faults: [] };
}

function readBundle({ type, entry }: Json): Posted {
  if (type !== 'transaction' && type !== 'batch')
    return {
      mode: 'single',
      entries: [],
      faults: [fault('Bundle.type', type === undefined ? 'fhir.required' : 'fhir.value', 'must be transaction (all or nothing) or batch (each entry alone)')],
    };
  if (entry !== undefined && !Array.isArray(entry)) return { mode: type, entries: [], faults: [fault('Bundle.entry', 'fhir.structure', 'must be a list')] };
  return { mode: type, entries: withoutTwins((entry ?? []).map(readEntry)), faults: [] };
}
