import { given } from '#infra/testing/given.ts';
import { spec } from '#infra/testing/spec.ts';
import { reject } from '../kernel/decider.ts';
import type { LeadEvent } from './messages.ts';
import { leadSlice } from './slice.ts';

const id = (n: number) => `0190d0c0-0000-7000-8000-00000000000${n}`;
const person = { channel: 'web', name: 'Ada', email: 'ada@example.org', interest: 'teeth' } as const;
const captured: LeadEvent = { type: 'LeadCaptured', data: person };
const qualify = { type: 'QualifyLead', data: { patientId: id(1), notice: 'v1' } } as const;
const qualified: LeadEvent = { type: 'LeadQualified', data: { patientId: id(1), notice: 'v1' } };

spec('lead', (it) => {
  it('is captured once', () => {
    given(leadSlice).when({ type: 'CaptureLead', data: person }).then(captured);
    given(leadSlice, captured).when({ type: 'CaptureLead', data: person }).then(reject('lead.already-captured'));
  });
  it('becomes a patient when reachable and after the privacy notice', () => {
    given(leadSlice, captured).when(qualify).then(qualified);
    given(leadSlice, captured)
      .when({ type: 'QualifyLead', data: { patientId: id(1) } })
      .then(reject('lead.notice-missing'));
    const { email: _, ...anonymous } = person;
    given(leadSlice, { type: 'LeadCaptured', data: anonymous }).when(qualify).then(reject('lead.not-reachable'));
    given(leadSlice, { type: 'LeadCaptured', data: { ...anonymous, channel: 'whatsapp' } })
      .when(qualify)
      .then(qualified);
  });
  it('is decided once', () => {
    for (const over of [qualified, { type: 'LeadMerged', data: { into: id(2) } }, { type: 'LeadDisqualified', data: { why: 'spam' } }] as LeadEvent[])
      for (const command of [qualify, { type: 'MergeLead', data: { into: id(3) } }, { type: 'DisqualifyLead', data: { why: 'spam' } }] as const)
        given(leadSlice, captured, over).when(command).then(reject('lead.already-decided'));
  });
});
