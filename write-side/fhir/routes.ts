// FHIR R4 in: a Bundle or one resource, gzip or not. The tenant comes from the token.
import { z } from 'zod';
import { type Route, type RouteRequest, route } from '#domain/kernel/route.ts';
import { FHIR_JSON, fhirAnswer, reportAnswer } from './answers.ts';
import { readPosted } from './bundle.ts';
import { ISSUE_TYPES } from './faults.ts';
import { capabilityStatement } from './metadata.ts';
import { makeRecord, type RecordDeps } from './record.ts';

const MAX_BODY = '32mb';
const ROLES = ['coordinator', 'doctor', 'nurse'] as const;
const body = z.unknown().meta({ description: 'A FHIR R4 Bundle of type transaction or batch, or one resource.' });
const query = z.object({ report: z.enum(['true', 'false']).optional().meta({ description: '`true`: answer with the sum instead of a FHIR Bundle' }) });
const fault = z.object({ expression: z.string(), code: z.string(), diagnostics: z.string() });
const report = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  skipped: z.record(z.string(), z.int()),
  rejected: z.array(fault),
  position: z.string().optional(),
});
const answers = {
  200: { description: 'A transaction-response or batch-response Bundle; with `report=true` or `Accept: application/json` the sum of it', schema: report },
  201: { description: 'The resource is recorded; Location names it' },
  413: { description: 'OperationOutcome: more than one append can take' },
  422: { description: 'OperationOutcome: every fault with its FHIRPath; nothing was recorded' },
};

const wantsReport = ({ query: { report: wanted }, headers }: RouteRequest<unknown, z.infer<typeof query>>) => {
  if (wanted !== undefined) return wanted === 'true';
  const accept = headers.accept ?? '';
  return accept.includes('application/json') && !accept.includes(FHIR_JSON);
};

export function fhirRoutes(deps: RecordDeps): Route[] {
  const record = makeRecord(deps);

  async function post(request: RouteRequest<{ type?: string }, z.infer<typeof query>>) {
    const { who, actor, correlationId, commandId, params } = request;
    const imported = await record(who.tenant, readPosted(request.body, params.type), { id: commandId, actor, correlationId });
    return wantsReport(request) ? reportAnswer(imported) : fhirAnswer(imported);
  }

  const shared = {
    method: 'post',
    tag: 'FHIR',
    roles: ROLES,
    body,
    query,
    consumes: [FHIR_JSON],
    maxBody: MAX_BODY,
    cost: 1,
    budget: 'import',
    answers,
    codes: Object.keys(ISSUE_TYPES),
  } as const;
  return [
    route({ ...shared, path: '/fhir', summary: 'Import a FHIR R4 Bundle or resource', handle: (r) => post({ ...r, params: {} }) }),
    route({ ...shared, path: '/fhir/{type}', summary: 'Import one FHIR R4 resource', params: z.object({ type: z.string().max(64) }), handle: post }),
    route({
      method: 'get',
      path: '/fhir/metadata',
      summary: 'What this FHIR endpoint takes (CapabilityStatement)',
      tag: 'FHIR',
      roles: 'public',
      answers: { 200: { description: 'CapabilityStatement' } },
      handle: async () => ({ status: 200, headers: { 'Content-Type': `${FHIR_JSON}; charset=utf-8` }, body: capabilityStatement() }),
    }),
  ];
}
