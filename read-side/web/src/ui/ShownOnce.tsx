import { Button, Group, Stack } from '@mantine/core';
import { Secret } from './Secret.tsx';

type Props = { said: string; label: string; value: string | undefined; go: string; close: () => void };

/** The end of a dialog that made a secret: the only moment at which it can be read. */
export function ShownOnce({ said, label, value, go, close }: Props) {
  return (
    <Stack gap="md">
      <p role="status">{said}</p>
      {value && <Secret label={label} value={value} />}
      <Group justify="flex-end">
        <Button onClick={close}>{go}</Button>
      </Group>
    </Stack>
  );
}
