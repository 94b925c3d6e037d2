import { Checkbox, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../api/use-act.ts';
import type { Done } from '../api/types.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { fieldsOf } from '../ui/form.ts';
import { FormEnd } from '../ui/FormEnd.tsx';
import { ShownOnce } from '../ui/ShownOnce.tsx';
import { type KeyKind, SCOPES_OF } from './scopes.ts';

export function IssueKey({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useLanguage();
  return (
    <Dialog opened={opened} onClose={close} title={t('apikeys.issue')} closeOnClickOutside={false}>
      {opened && <IssueForm close={close} />}
    </Dialog>
  );
}

const linesOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

function IssueForm({ close }: { close: () => void }) {
  const { t } = useLanguage();
  const [kind, setKind] = useState<KeyKind>('widget');
  const [scopes, setScopes] = useState<string[]>(['chat']);
  const issue = useAct<object, Done & { key: string }>([['keys']], (http, body) => http.command('/api/keys', body));
  const choose = (next: KeyKind) => {
    setKind(next);
    setScopes(SCOPES_OF[next].slice(0, 1));
  };
  if (issue.data) return <ShownOnce said={t('apikeys.shown')} label={t('apikeys.key')} value={issue.data.key} go={t('apikeys.kept')} close={close} />;
  return (
    <form
      onSubmit={(event) => {
        const field = fieldsOf(event);
        const origins = kind === 'widget' ? linesOf(field('origins')) : [];
        issue.mutate({ kind, label: field('label'), scopes, origins });
      }}
    >
      <Stack gap="md">
        <Radio.Group label={t('apikeys.kind')} value={kind} onChange={(value) => choose(value as KeyKind)}>
          <Stack gap="xs" mt="xs">
            {(['widget', 'service'] as const).map((one) => (
              <Radio key={one} value={one} label={t(`apikeys.kind.${one}`)} description={t(`apikeys.kind.${one}.hint`)} />
            ))}
          </Stack>
        </Radio.Group>
        <TextInput name="label" label={t('apikeys.label')} description={t('apikeys.label.hint')} required withAsterisk={false} maxLength={80} />
        {kind === 'widget' && (
          <Textarea
            name="origins"
            label={t('apikeys.origins')}
            description={t('apikeys.origins.hint')}
            placeholder="https://klinik.example"
            required
            withAsterisk={false}
            autosize
            minRows={2}
          />
        )}
        <Checkbox.Group label={t('apikeys.may')} value={scopes} onChange={setScopes}>
          <Stack gap="xs" mt="xs">
            {SCOPES_OF[kind].map((one) => (
              <Checkbox key={one} value={one} label={t(`scope.${one}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <FormEnd go={t('apikeys.issue.go')} close={close} command={issue} disabled={scopes.length === 0} />
      </Stack>
    </form>
  );
}
