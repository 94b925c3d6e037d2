// The two demo tenants: who works there, whom they treat, and how far each case has come. Every person is invented.
import type { Stage } from '#domain/case/stages.ts';
import type { Role } from '#domain/kernel/roles.ts';
import type { Bundle } from './bundle.ts';
import { type DemoPatient, demoPatients } from './patients.ts';

export type DemoCase = { readonly procedure: DemoPatient['procedure']; readonly stages: readonly Stage[] };
export type DemoTenant = {
  readonly slug: string;
  readonly name: string;
  readonly kind: 'clinic' | 'agency';
  readonly locale: 'tr' | 'en';
  readonly timezone: string;
  readonly names: Readonly<Partial<Record<Role, string>>>;
  /** The e-mail address of a member who also belongs to the other tenant. */
  readonly shared: Readonly<Partial<Record<Role, string>>>;
  readonly patients: readonly { readonly key: string; readonly bundle: Bundle; readonly case?: DemoCase }[];
};

/** The agency's coordinator is also a member of the clinic, in the role `agency`: one sign-in, two tenants. */
const BOTH = 'elif@ajans.example';
const toReview: readonly Stage[] = ['intake', 'review'];
/** How far the case of each patient has come; a patient without an entry has no case yet. */
const CLINIC_CASES: readonly (readonly Stage[] | undefined)[] = [toReview, toReview, toReview, ['intake'], toReview, toReview, [], toReview];
const AGENCY_CASES: readonly (readonly Stage[] | undefined)[] = [[], toReview, toReview];

const withCases = (patients: readonly DemoPatient[], cases: readonly (readonly Stage[] | undefined)[]): DemoTenant['patients'] =>
  patients.map(({ bundle, procedure }, i) => ({ key: String(i + 1), bundle, ...(cases[i] && { case: { procedure, stages: cases[i] } }) }));

/** All dates of the patients' records count back from `now`. */
export function demoTenants(now: Date): readonly DemoTenant[] {
  const { clinic, agency } = demoPatients(now);
  return [
    {
      slug: 'klinik',
      name: 'Mavi Klinik (demo)',
      kind: 'clinic',
      locale: 'tr',
      timezone: 'Europe/Istanbul',
      shared: { agency: BOTH },
      names: {
        coordinator: 'Deniz Koordinatör',
        doctor: 'Dr. Yonca Hekim',
        anaesthetist: 'Dr. Can Anestezist',
        nurse: 'Su Hemşire',
        interpreter: 'Ada Tercüman',
        travelagent: 'Rüzgâr Seyahat',
        agency: 'Elif Aracı',
        finance: 'Bora Muhasebe',
        analyst: 'Işıl Analist',
        auditor: 'Tuna Denetçi',
        admin: 'Çınar Yönetici',
        patient: 'Ayşe Örnek',
        companion: 'Ali Örnek',
      },
      patients: withCases(clinic, CLINIC_CASES),
    },
    {
      slug: 'ajans',
      name: 'Köprü Ajans (demo)',
      kind: 'agency',
      locale: 'tr',
      timezone: 'Europe/Istanbul',
      shared: { coordinator: BOTH },
      names: { coordinator: 'Elif Aracı', doctor: 'Dr. Mert Danışman', auditor: 'Ece Denetçi', admin: 'Kaya Yönetici' },
      patients: withCases(agency, AGENCY_CASES),
    },
  ];
}
