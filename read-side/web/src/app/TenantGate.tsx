import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage } from '../i18n/use-language.tsx';
import { Empty, Refusal } from '../ui/Notice.tsx';
import { useHub, useMembership } from './hub.tsx';
import { navigate } from './router.ts';

/** A link to another tenant asks before it switches. */
export function TenantGate({ slug }: { slug: string }) {
  const { t } = useLanguage();
  const { session } = useHub();
  const { tenant, tenants } = useMembership();
  const [refusal, setRefusal] = useState<unknown>();
  const target = tenants.find((other) => other.slug === slug);
  const stay = (
    <Button variant="default" onClick={() => navigate(`/t/${tenant.slug}/cases`)}>
      {t('tenant.switch.stay', { current: tenant.name })}
    </Button>
  );
  const icon = <IconArrowsExchange size={32} stroke={1.4} aria-hidden />;
  if (!target) return <Empty title={t('error.title')} body={t('tenant.switch.unknown', { slug })} icon={icon} children={stay} wholePage />;
  return (
    <Empty
      title={t('tenant.switch.title', { name: target.name })}
      body={t('tenant.switch.body', { current: tenant.name, name: target.name })}
      icon={icon}
      wholePage
    >
      <Button onClick={() => void session.switchTo(slug).catch(setRefusal)}>{t('tenant.switch.go', { name: target.name })}</Button>
      {stay}
      <Refusal error={refusal} />
    </Empty>
  );
}
