// What is wrong with a resource, where (FHIRPath) and why; never with the value itself, which may be somebody's.
import type { z } from 'zod';
import type { Json } from '#domain/patient/fhir.ts';
import { asList, asObject } from '#domain/patient/fhir.ts';
import { CHOICES, type HandledType, schemaFor } from './resources.ts';

/** Our stable codes → the FHIR issue type of each. */
export const ISSUE_TYPES = {
  'fhir.required': 'required',
  'fhir.value': 'value',
  'fhir.structure': 'structure',
  'fhir.invariant': 'invariant',
  'fhir.reference': 'not-found',
  'fhir.unknown-patient': 'not-found',
  'fhir.ambiguous-patient': 'multiple-matches',
  'fhir.duplicate': 'duplicate',
  'fhir.unsupported': 'not-supported',
  'fhir.several-patients': 'business-rule',
  'fhir.too-large': 'too-long',
  'fhir.refused': 'business-rule',
} as const;
export type FaultCode = keyof typeof ISSUE_TYPES;
export type Fault = { readonly expression: string; readonly code: FaultCode; readonly diagnostics: string };

/** Appends a path to a FHIRPath: names with dots, positions in brackets. */
export const fhirPath = (root: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>((at, step) => (typeof step === 'number' ? `${at}[${step}]` : `${at}.${String(step)}`), root);

const valueAt = (resource: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, step) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined), resource);

const CODES: Readonly<Record<string, FaultCode>> = { invalid_value: 'fhir.value', invalid_format: 'fhir.value', custom: 'fhir.value' };
/** `Invalid option: expected one of "a"|"b"` → `must be one of a, b`. */
const inWords = (message: string) =>
  message.startsWith('Invalid option') ? message.replace('Invalid option: expected', 'must be').replaceAll('"|"', ', ').replaceAll('"', '') : message;
function toFault(issue: z.core.$ZodIssue, resource: unknown, root: string): Fault {
  const expression = fhirPath(root, issue.path);
  if (valueAt(resource, issue.path) === undefined) return { expression, code: 'fhir.required', diagnostics: `${expression} is required.` };
  const said = issue.code === 'invalid_type' ? `must be of type ${issue.expected}` : inWords(issue.message);
  return { expression, code: CODES[issue.code] ?? 'fhir.structure', diagnostics: `${expression} ${said}.` };
}

function choiceFaults(type: HandledType, resource: Json, root: string): Fault[] {
  return CHOICES[type].flatMap(({ name, must }): Fault[] => {
    const expression = `${root}.${name}[x]`;
    const given = Object.keys(resource).filter((key) => key.startsWith(name) && /^[A-Z]/.test(key.slice(name.length)));
    if (given.length > 1) return [{ expression, code: 'fhir.invariant', diagnostics: `${expression} may be given once, not as ${given.join(' and ')}.` }];
    if (must && given.length === 0) return [{ expression, code: 'fhir.required', diagnostics: `${expression} is required.` }];
    return [];
  });
}

const hasValue = (holder: Json) => Object.keys(holder).some((key) => /^value[A-Z]/.test(key));
function observationFaults(resource: Json, root: string): Fault[] {
  const holders = [[resource, root] as const, ...asList(resource.component).map((c, i) => [c, `${root}.component[${i}]`] as const)];
  const contradictions = holders.filter(([holder]) => hasValue(holder) && asObject(holder.dataAbsentReason));
  return contradictions.map(([, at]) => ({
    expression: `${at}.dataAbsentReason`,
    code: 'fhir.invariant',
    diagnostics: `${at} has a value and a reason why it has none.`,
  }));
}

/** Every fault of one resource of a handled type; `root` is its FHIRPath, such as `Bundle.entry[3].resource`. */
export function faultsOf(type: HandledType, resource: Json, root: string): Fault[] {
  const parsed = schemaFor(type).safeParse(resource);
  const shape = parsed.success ? [] : parsed.error.issues.map((issue) => toFault(issue, resource, root));
  const rules = resource.implicitRules === undefined ? [] : [unsupported(`${root}.implicitRules`, 'rules the hub does not know may change what this means')];
  return [...shape, ...choiceFaults(type, resource, root), ...(type === 'Observation' ? observationFaults(resource, root) : []), ...rules];
}

export const unsupported = (expression: string, why: string): Fault => ({ expression, code: 'fhir.unsupported', diagnostics: `${expression}: ${why}.` });
