import { Checkbox } from '@mantine/core';
import { useLanguage } from '../i18n/use-language.tsx';
import { GRANTABLE } from './grantable.ts';

export function RolesField({ value, onChange }: { value: string[]; onChange: (roles: string[]) => void }) {
  const { t } = useLanguage();
  return (
    <Checkbox.Group label={t('members.roles')} value={value} onChange={onChange}>
      <div className="role-choices">
        {GRANTABLE.map((role) => (
          <Checkbox key={role} value={role} label={t(`role.${role}`)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
