import './members.css';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMembers } from '../api/queries.ts';
import type { Member } from '../api/types.ts';
import { useMay } from '../app/hub.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Empty } from '../ui/Notice.tsx';
import { Table } from '../ui/Table.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Value } from '../ui/Value.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { InviteMember } from './InviteMember.tsx';
import { ManageMember, nameOf } from './ManageMember.tsx';

const HEADS = ['members.name', 'members.email', 'members.roles'] as const;

export function MembersPage() {
  const { t } = useLanguage();
  useTitle(t('members.title'));
  const { data, error, refetch } = useMembers();
  const [inviting, setInviting] = useState(false);
  const [managed, setManaged] = useState<Member>();
  const manages = useMay()('invite');
  return (
    <>
      <div className="page-head">
        <h1>{t('members.title')}</h1>
        {manages && (
          <Button className="push" onClick={() => setInviting(true)}>
            {t('members.invite')}
          </Button>
        )}
      </div>
      <section className="card" aria-label={t('members.title')}>
        {!data ? (
          <Waiting of={{ error, refetch }} />
        ) : data.items.length === 0 ? (
          <Empty title={t('members.title')} body={t('members.empty')} />
        ) : (
          <Table label={t('members.title')} heads={manages ? [...HEADS, 'members.act'] : HEADS}>
            {data.items.map((member) => (
              <MemberRow key={member.id} member={member} {...(manages && { manage: () => setManaged(member) })} />
            ))}
          </Table>
        )}
      </section>
      <InviteMember opened={inviting} close={() => setInviting(false)} />
      <ManageMember member={managed} close={() => setManaged(undefined)} />
    </>
  );
}

function MemberRow({ member, manage }: { member: Member; manage?: () => void }) {
  const { t } = useLanguage();
  return (
    <tr>
      <th scope="row">
        <Value of={member.name}>{(name) => name}</Value>
      </th>
      <td>
        <Value of={member.email}>{(email) => email}</Value>
      </td>
      <td>
        <span className="row">
          {member.roles.map((role) => (
            <span key={role} className="tag">
              {wordFor(t, 'role', role)}
            </span>
          ))}
          {member.active === false && <span className="tag tag-cancelled">{t('members.removed')}</span>}
        </span>
      </td>
      {manage && (
        <td>
          <Button size="compact-sm" variant="default" onClick={manage} aria-label={t('members.manage.of', { name: nameOf(member) })}>
            {t('members.manage')}
          </Button>
        </td>
      )}
    </tr>
  );
}
