// The CapabilityStatement: what a FHIR client may expect here.
import { HANDLED_TYPES } from './resources.ts';

const PUBLISHED = '2026-01-01';
const interaction = (code: string, documentation?: string) => ({ code, ...(documentation && { documentation }) });

export const capabilityStatement = (): object => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: PUBLISHED,
  kind: 'instance',
  software: { name: 'Synchron Hub' },
  implementation: { description: 'Patient data in, as events. Reading goes through the hub’s own API.' },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json', 'application/json'],
  rest: [
    {
      mode: 'server',
      security: { description: 'Bearer token of POST /api/auth/login; its tenant owns what is sent. Roles: coordinator, doctor, nurse.' },
      resource: HANDLED_TYPES.map((type) => ({
        type,
        interaction: [interaction('create', 'Recognised by identity: a repeat changes nothing, a difference amends.')],
        versioning: 'no-version',
      })),
      interaction: [interaction('transaction', 'One patient; all or nothing.'), interaction('batch', 'Any number of patients; each entry alone.')],
    },
  ],
});
