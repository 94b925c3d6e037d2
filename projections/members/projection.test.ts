import { spec } from '#infra/testing/spec.ts';
import { given, makeLog } from '#infra/testing/views.ts';
import * as assert from 'uvu/assert';
import { isSealed } from '#domain/kernel/sealing.ts';
import { members } from './projection.ts';

const ID = '0190d0c0-0000-7000-8000-000000000010';
const stream = `member-${ID}`;

spec('view members', (it) => {
  const invited = { stream, type: 'MemberInvited', data: { emailKey: 'ab'.repeat(16), email: 'a@b.c', name: 'Ada' } };
  const role = (type: 'RoleGranted' | 'RoleRevoked', name: string) => ({ stream, type, data: { role: name } });

  it('keeps what sign-in needs, the personal part sealed', () => {
    const events = makeLog().write(invited, role('RoleGranted', 'doctor'), { stream, type: 'PasswordSet', data: { passwordHash: '$argon2id$x' } });
    const row = given(members, events).row(ID)!;
    assert.ok([row.email, row.name, row.passwordHash].every(isSealed));
    assert.equal([row.emailKey, row.roles, row.active], ['ab'.repeat(16), ['doctor'], true]);
  });

  it('counts a role once, and a member without a role as inactive', () => {
    const events = makeLog().write(invited, role('RoleGranted', 'nurse'), role('RoleGranted', 'nurse'), role('RoleRevoked', 'nurse'));
    assert.equal([given(members, events.slice(0, 3)).row(ID)?.roles, given(members, events).row(ID)?.active], [['nurse'], false]);
  });
});
