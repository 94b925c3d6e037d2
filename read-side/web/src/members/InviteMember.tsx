import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { fieldsOf } from '../ui/form.ts';
import { FormEnd } from '../ui/FormEnd.tsx';
import { RolesField } from './RolesField.tsx';

export function InviteMember({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useLanguage();
  return (
    <Dialog opened={opened} onClose={close} title={t('members.invite')}>
      {opened && <InviteForm close={close} />}
    </Dialog>
  );
}

function InviteForm({ close }: { close: () => void }) {
  const { t } = useLanguage();
  const [roles, setRoles] = useState<string[]>([]);
  const invite = useCommand([['members']], close);
  return (
    <form
      onSubmit={(event) => {
        const field = fieldsOf(event);
        invite.mutate({ path: '/api/members', body: { name: field('name').trim(), email: field('email').trim(), roles } });
      }}
    >
      <Stack gap="md">
        <p className="muted">{t('members.invite.hint')}</p>
        <TextInput name="name" label={t('members.name')} required withAsterisk={false} data-autofocus autoComplete="off" />
        <TextInput name="email" type="email" label={t('members.email')} required withAsterisk={false} autoComplete="off" />
        <RolesField value={roles} onChange={setRoles} />
        <FormEnd go={t('members.invite.go')} close={close} command={invite} disabled={roles.length === 0} />
      </Stack>
    </form>
  );
}
