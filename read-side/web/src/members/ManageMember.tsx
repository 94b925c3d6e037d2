import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Http } from '../api/http.ts';
import { isAbsent, type Member } from '../api/types.ts';
import { useAct } from '../api/use-act.ts';
import { useMembership } from '../app/hub.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { RolesField } from './RolesField.tsx';

export const nameOf = ({ name, id }: Member): string => (isAbsent(name) ? id : name);

/** What an administrator does for a member: their roles, and the end of what they have. */
export function ManageMember({ member, close }: { member: Member | undefined; close: () => void }) {
  return (
    <Dialog opened={member !== undefined} onClose={close} title={member && nameOf(member)}>
      {member && <Manage key={member.id} member={member} close={close} />}
    </Dialog>
  );
}

/** One command for each role that changed: the log says who gave and took which. */
async function setRoles(http: Http, { id, roles: before }: Member, after: readonly string[]): Promise<void> {
  for (const role of after.filter((one) => !before.includes(one))) await http.command(`/api/members/${id}/roles`, { role });
  for (const role of before.filter((one) => !after.includes(one))) await http.command(`/api/members/${id}/roles/${role}`, {}, 'DELETE');
}

function Manage({ member, close }: { member: Member; close: () => void }) {
  const { t } = useLanguage();
  const [roles, setChosen] = useState(member.roles);
  const [said, setSaid] = useState<string>();
  const isOwn = useMembership().member.id === member.id;
  const save = useAct<void, void>([['members']], (http) => setRoles(http, member, roles), close);
  const path = `/api/members/${member.id}`;
  const act = useAct<{ path: string; method?: string; says: string }, string>(
    [['members']],
    (http, { path, method, says }) => http.command<unknown>(path, {}, method).then(() => says),
    setSaid,
  );
  const remove = useAct<void, unknown>([['members']], (http) => http.command(path, {}, 'DELETE'), close);
  const acts = [
    { path: `${path}/invitation`, label: t('members.again'), says: t('members.again.done') },
    { path: `${path}/sessions`, method: 'DELETE', label: t('members.signOut'), says: t('members.signOut.done') },
    { path: `${path}/factor`, method: 'DELETE', label: t('members.noFactor'), says: t('members.noFactor.done') },
  ];
  return (
    <Stack gap="md">
      <RolesField value={roles} onChange={setChosen} />
      <Group justify="flex-end">
        <Button loading={save.isPending} disabled={roles.length === 0} onClick={() => save.mutate()}>
          {t('members.save')}
        </Button>
      </Group>
      <Group gap="xs">
        {acts.map(({ label, ...one }) => (
          <Button key={label} size="compact-sm" variant="default" loading={act.isPending} onClick={() => act.mutate(one)}>
            {label}
          </Button>
        ))}
        {!isOwn && (
          <Button size="compact-sm" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
            {t('members.remove')}
          </Button>
        )}
      </Group>
      {said && <p role="status">{said}</p>}
      <Refusal error={save.error ?? act.error ?? remove.error} />
    </Stack>
  );
}
