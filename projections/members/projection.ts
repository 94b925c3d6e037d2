import type { Role } from '#domain/kernel/roles.ts';
import type { StoredMemberEvent } from '#domain/member/messages.ts';
import { type Fold, view } from '../kernel/projection.ts';
import { Member, type MemberRow } from './table.ts';

const withRoles = (row: MemberRow, roles: Role[], at: string): MemberRow => {
  const active = roles.length > 0;
  return { ...row, roles, active, leftAt: active ? null : new Date(at) };
};

export const members: Fold<StoredMemberEvent, MemberRow> = {
  name: 'members',
  key: ({ stream }) => stream.id,
  when: {
    MemberInvited: ({ data: { emailKey, email, name, patientId }, meta, stream, revision, position }) => ({
      tenant: meta.tenant,
      id: stream.id,
      emailKey,
      email,
      name,
      passwordHash: null,
      factor: null,
      roles: [],
      patientId: patientId ?? null,
      active: false,
      invitedAt: new Date(meta.occurredAt),
      leftAt: null,
      revision,
      position,
    }),
    InvitationRenewed: ({ revision, position }, row) => row && { ...row, revision, position },
    PasswordSet: ({ data: { passwordHash }, revision, position }, row) => row && { ...row, passwordHash, revision, position },
    FactorEnrolled: ({ data: { secret, recovery }, revision, position }, row) => row && { ...row, factor: { secret, recovery }, revision, position },
    FactorRemoved: ({ revision, position }, row) => row && { ...row, factor: null, revision, position },
    RoleGranted: ({ data: { role }, meta, revision, position }, row) =>
      row && withRoles({ ...row, revision, position }, [...row.roles.filter((r) => r !== role), role], meta.occurredAt),
    RoleRevoked: ({ data: { role }, meta, revision, position }, row) =>
      row &&
      withRoles(
        { ...row, revision, position },
        row.roles.filter((r) => r !== role),
        meta.occurredAt,
      ),
  },
};
export const membersView = view(members, Member);
