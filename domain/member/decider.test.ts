import { as, given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { MemberEvent } from './messages.ts';
import { memberSlice as member } from './slice.ts';

const by = as('admin');
const patientId = '0190d0c0-0000-7000-8000-0000000000aa';
const person = { email: 'ada@example.org', emailKey: 'ab'.repeat(16), name: 'Ada' };
const passwordHash = '$argon2id$v=19$x';
const invited: MemberEvent = { type: 'MemberInvited', data: person };
const byMail: MemberEvent = { type: 'MemberInvited', data: { ...person, byMail: true } };
const nurse: MemberEvent = { type: 'RoleGranted', data: { role: 'nurse' } };

spec('member', (it) => {
  it('an invitation brings the roles, each once, and a password when there is one', () => {
    given(member)
      .when({ type: 'InviteMember', data: { ...person, roles: ['nurse', 'nurse'] } }, { by })
      .then(byMail, nurse);
    given(member)
      .when({ type: 'InviteMember', data: { ...person, roles: ['nurse'], passwordHash } }, { by })
      .then(invited, { type: 'PasswordSet', data: { passwordHash } }, nurse);
  });
  it('who has chosen no password yet is sent another mail, and nobody else', () => {
    given(member, byMail)
      .when({ type: 'RenewInvitation', data: {} }, { by })
      .then({ type: 'InvitationRenewed', data: { emailKey: person.emailKey } });
    given(member, byMail, { type: 'PasswordSet', data: { passwordHash } })
      .when({ type: 'RenewInvitation', data: {} }, { by })
      .then(reject('member.has-password'));
  });
  it('nobody is invited twice', () =>
    given(member, invited)
      .when({ type: 'InviteMember', data: { ...person, roles: ['nurse'] } }, { by })
      .then(reject('member.already-invited')));
  it('granting a held role and revoking a missing one change nothing', () => {
    given(member, invited, nurse)
      .when({ type: 'GrantRole', data: { role: 'nurse' } }, { by })
      .then();
    given(member, invited)
      .when({ type: 'RevokeRole', data: { role: 'nurse' } }, { by })
      .then();
  });
  it('a revoked role can be granted again', () =>
    given(member, invited, nurse, { type: 'RoleRevoked', data: { role: 'nurse' } })
      .when({ type: 'GrantRole', data: { role: 'nurse' } }, { by })
      .then(nurse));
  it('a member who is removed loses every role, and removing them again changes nothing', () => {
    const doctor: MemberEvent = { type: 'RoleGranted', data: { role: 'doctor' } };
    given(member, invited, nurse, doctor)
      .when({ type: 'RemoveMember', data: {} }, { by })
      .then({ type: 'RoleRevoked', data: { role: 'nurse' } }, { type: 'RoleRevoked', data: { role: 'doctor' } });
    given(member, invited).when({ type: 'RemoveMember', data: {} }, { by }).then();
  });
  it('a second factor is enrolled once, and again after it was removed', () => {
    const factor = { secret: 'A'.repeat(32), recovery: ['ab'.repeat(32)] };
    const enrolled: MemberEvent = { type: 'FactorEnrolled', data: factor };
    const removed: MemberEvent = { type: 'FactorRemoved', data: {} };
    given(member, invited).when({ type: 'EnrolFactor', data: factor }, { by }).then(enrolled);
    given(member, invited, enrolled).when({ type: 'EnrolFactor', data: factor }, { by }).then(reject('member.factor-enrolled'));
    given(member, invited, enrolled).when({ type: 'RemoveFactor', data: {} }, { by }).then(removed);
    given(member, invited, enrolled, removed).when({ type: 'RemoveFactor', data: {} }, { by }).then();
    given(member, invited, enrolled, removed).when({ type: 'EnrolFactor', data: factor }, { by }).then(enrolled);
  });
  it('a role bound to one patient needs that patient', () => {
    given(member, invited)
      .when({ type: 'GrantRole', data: { role: 'companion' } }, { by })
      .then(reject('member.patient-missing'));
    given(member, { type: 'MemberInvited', data: { ...person, patientId } })
      .when({ type: 'GrantRole', data: { role: 'companion' } }, { by })
      .then({ type: 'RoleGranted', data: { role: 'companion' } });
  });
  it('only an operator or the hub itself makes an operator', () => {
    const grant = { type: 'GrantRole', data: { role: 'operator' } } as const;
    given(member, invited).when(grant, { by }).then(reject('member.role-not-grantable'));
    given(member)
      .when({ type: 'InviteMember', data: { ...person, roles: ['operator'] } }, { by })
      .then(reject('member.role-not-grantable'));
    given(member, invited)
      .when(grant, { by: as('operator') })
      .then({ type: 'RoleGranted', data: { role: 'operator' } });
  });
  it('an unknown member gets no role and no password', () => {
    given(member)
      .when({ type: 'GrantRole', data: { role: 'nurse' } }, { by })
      .then(reject('member.unknown'));
    given(member)
      .when({ type: 'RevokeRole', data: { role: 'nurse' } }, { by })
      .then(reject('member.unknown'));
    given(member).when({ type: 'SetPassword', data: { passwordHash } }, { by }).then(reject('member.unknown'));
  });
});
