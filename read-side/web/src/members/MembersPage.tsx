import './members.css';
import { Skeleton } from '@mantine/core';
import { useMembers } from '../api/queries.ts';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Empty, Failed } from '../ui/Notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Value } from '../ui/Value.tsx';

export function MembersPage() {
  const { t } = useLanguage();
  useTitle(t('members.title'));
  const { data, error, refetch } = useMembers();
  return (
    <>
      <div className="page-head">
        <h1>{t('members.title')}</h1>
      </div>
      <section className="card" aria-label={t('members.title')}>
        {!data ? (
          error ? (
            <Failed error={error} retry={() => void refetch()} />
          ) : (
            <Skeleton h={200} radius="lg" role="status" aria-label={t('common.loading')} />
          )
        ) : data.items.length === 0 ? (
          <Empty title={t('members.title')} body={t('members.empty')} />
        ) : (
          <table className="members">
            <thead>
              <tr>
                <th scope="col">{t('members.name')}</th>
                <th scope="col">{t('members.email')}</th>
                <th scope="col">{t('members.roles')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((member) => (
                <tr key={member.id}>
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
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}
