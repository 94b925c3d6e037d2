// The dialogs that any screen may open, so that a shortcut and a button mean the same thing.
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

export type DialogName = 'import' | 'open-case' | 'keys' | 'tenant';
type Dialogs = { open: DialogName | undefined; patientId?: string; show: (name: DialogName, patientId?: string) => void; hide: () => void };
const DialogsContext = createContext<Dialogs | undefined>(undefined);

export function DialogsProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<{ name: DialogName; patientId?: string }>();
  const dialogs = useMemo<Dialogs>(
    () => ({
      open: shown?.name,
      ...(shown?.patientId && { patientId: shown.patientId }),
      show: (name, patientId) => setShown({ name, ...(patientId && { patientId }) }),
      hide: () => setShown(undefined),
    }),
    [shown],
  );
  return <DialogsContext value={dialogs}>{children}</DialogsContext>;
}

export function useDialogs(): Dialogs {
  const dialogs = useContext(DialogsContext);
  if (!dialogs) throw new Error('DialogsProvider is missing');
  return dialogs;
}
