// Every article with its check, law by law.
import { AGENTS } from './agents.ts';
import type { Check } from './check.ts';
import { GDPR } from './gdpr.ts';
import { HIPAA_ORGANISATION } from './hipaa.ts';
import { HIPAA_PRIVACY } from './hipaa-privacy.ts';
import { HIPAA_IDENTITY } from './identity.ts';
import { KVKK_PRINCIPLES } from './kvkk.ts';
import { KVKK_DUTIES } from './kvkk-duties.ts';
import { KVKK_PERSONS } from './kvkk-persons.ts';
import { SENSITIVE } from './sensitive.ts';
import { HIPAA_TECHNICAL } from './technical.ts';
import { TOURISM } from './tourism.ts';

const TURKEY = [...KVKK_PRINCIPLES, ...KVKK_PERSONS, ...KVKK_DUTIES, ...SENSITIVE, ...TOURISM, ...AGENTS];
const HIPAA = [...HIPAA_ORGANISATION, ...HIPAA_TECHNICAL, ...HIPAA_IDENTITY, ...HIPAA_PRIVACY];
export const CHECKS: readonly Check[] = [...TURKEY, ...HIPAA, ...GDPR];
