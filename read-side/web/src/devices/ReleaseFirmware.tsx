import { Button, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../api/use-act.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { fieldsOf } from '../ui/form.ts';
import { FormEnd } from '../ui/FormEnd.tsx';

const KINDS = ['release', 'key'] as const;

/** What the build made: a public key to trust, or a signed release as JSON. The hub checks the signature. */
export function ReleaseFirmware() {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button className="push" size="compact-sm" variant="default" onClick={() => setOpen(true)}>
        {t('firmware.add')}
      </Button>
      <Dialog opened={isOpen} onClose={close} title={t('firmware.add')} size="lg">
        {isOpen && <Form close={close} />}
      </Dialog>
    </>
  );
}

function Form({ close }: { close: () => void }) {
  const { t } = useLanguage();
  const [kind, setKind] = useState<(typeof KINDS)[number]>('release');
  const [isBroken, setBroken] = useState(false);
  const add = useAct<{ path: string; body: object }, unknown>([['firmware']], (http, { path, body }) => http.command(path, body), close);
  const send = (field: (name: string) => string) => {
    const path = `/api/firmware/${field('board').trim()}`;
    if (kind === 'key') return add.mutate({ path: `${path}/keys`, body: { publicKey: field('text').replace(/-----[^-]+-----|\s/g, '') } });
    const body = parsed(field('text'));
    setBroken(!body);
    if (body) add.mutate({ path: `${path}/releases`, body });
  };
  return (
    <form onSubmit={(event) => send(fieldsOf(event))}>
      <Stack gap="md">
        <Select
          label={t('firmware.kind')}
          allowDeselect={false}
          value={kind}
          onChange={(value) => setKind(value === 'key' ? 'key' : 'release')}
          data={KINDS.map((value) => ({ value, label: t(`firmware.kind.${value}`) }))}
        />
        <TextInput name="board" label={t('devices.board')} defaultValue="arma-s3" pattern="[a-z0-9][a-z0-9\-]{0,39}" required withAsterisk={false} />
        <Textarea
          name="text"
          label={t(`firmware.kind.${kind}`)}
          description={t(`firmware.${kind}.hint`)}
          error={isBroken && t('firmware.broken')}
          autosize
          minRows={5}
          maxRows={14}
          spellCheck={false}
          required
          withAsterisk={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        <FormEnd go={t('firmware.add.go')} close={close} command={add} />
      </Stack>
    </form>
  );
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
