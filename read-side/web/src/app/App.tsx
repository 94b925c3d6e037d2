import { useEffect } from 'react';
import { AppointmentsPage } from '../appointments/AppointmentsPage.tsx';
import { AuditPage } from '../audit/AuditPage.tsx';
import { AccountPage } from '../account/AccountPage.tsx';
import { AnalyticsPage } from '../analytics/AnalyticsPage.tsx';
import { CasePage } from '../case/CasePage.tsx';
import { CaseListPage } from '../cases/CaseListPage.tsx';
import { DevicesPage } from '../devices/DevicesPage.tsx';
import { FindingsPage } from '../findings/FindingsPage.tsx';
import { InboxPage } from '../inbox/InboxPage.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { KeysPage } from '../keys/KeysPage.tsx';
import { MembersPage } from '../members/MembersPage.tsx';
import { OperationPage } from '../operation/OperationPage.tsx';
import { PatientPage } from '../patients/PatientPage.tsx';
import { PatientsPage } from '../patients/PatientsPage.tsx';
import { ProcessesPage } from '../processes/ProcessesPage.tsx';
import { ProvidersPage } from '../providers/ProvidersPage.tsx';
import { ReplayPage } from '../replay/ReplayPage.tsx';
import { Empty } from '../ui/Notice.tsx';
import { homeFor } from './entries.tsx';
import { useHub, useSession } from './hub.tsx';
import { type Place, placeOf } from './place.ts';
import { navigate, useAddress } from './router.ts';
import { ProofDialog } from './ProofDialog.tsx';
import { SetPassword } from './SetPassword.tsx';
import { Shell } from './Shell.tsx';
import { SignIn } from './SignIn.tsx';
import { TenantGate } from './TenantGate.tsx';

export function App() {
  const state = useSession();
  const place = placeOf(useAddress());
  useLiveFeed();
  const slug = state.phase === 'in' ? state.tenant.slug : undefined;
  const home = state.phase === 'in' ? homeFor(state.member.roles) : undefined;
  const isArriving = !place.tenant && place.page === 'cases';
  useEffect(() => {
    if (slug && home && isArriving) navigate(`/t/${slug}${home}`, { replace: true });
  }, [slug, home, isArriving]);

  if (place.page === 'set-password') return <SetPassword />;
  if (state.phase === 'starting') return null;
  if (state.phase === 'out') return <SignIn ended={state.ended ?? false} />;
  const elsewhere = place.tenant && place.tenant !== slug ? place.tenant : undefined;
  return (
    <>
      <Shell page={place.page}>{elsewhere ? <TenantGate slug={elsewhere} /> : isArriving ? null : <Screen key={slug} place={place} />}</Shell>
      <ProofDialog />
    </>
  );
}

function Screen({ place }: { place: Place }) {
  const { t } = useLanguage();
  const id = place.id ?? '';
  if (place.page === 'cases') return <CaseListPage search={place.search} />;
  if (place.page === 'case') return <CasePage key={id} id={id} />;
  if (place.page === 'replay') return <ReplayPage key={id} id={id} search={place.search} />;
  if (place.page === 'patients') return <PatientsPage />;
  if (place.page === 'patient') return <PatientPage key={id} id={id} />;
  if (place.page === 'members') return <MembersPage />;
  if (place.page === 'account') return <AccountPage />;
  if (place.page === 'keys') return <KeysPage />;
  if (place.page === 'findings') return <FindingsPage />;
  if (place.page === 'processes') return <ProcessesPage search={place.search} />;
  if (place.page === 'devices') return <DevicesPage />;
  if (place.page === 'inbox') return <InboxPage id={id} search={place.search} />;
  if (place.page === 'appointments') return <AppointmentsPage search={place.search} />;
  if (place.page === 'audit') return <AuditPage place={place} />;
  if (place.page === 'analytics') return <AnalyticsPage part={id} />;
  if (place.page === 'providers') return <ProvidersPage />;
  if (place.page === 'operation') return <OperationPage />;
  return <Empty title={t('page.unknown.title')} body={t('page.unknown.body')} wholePage />;
}

/** One socket per signed-in tenant; another tenant starts with nothing cached. */
function useLiveFeed() {
  const { live, queries } = useHub();
  const state = useSession();
  const tenant = state.phase === 'in' ? state.tenant.slug : undefined;
  useEffect(() => {
    if (!tenant) return;
    live.open();
    return () => {
      live.close();
      queries.clear();
    };
  }, [tenant, live, queries]);
}
