import { useMembers } from '../api/queries.ts';
import { type Actor, isAbsent } from '../api/types.ts';
import { useMay } from '../app/hub.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';

/** Says who acted: the member's name and role where the reader may know it, else the role alone. */
export function useWho(): (actor: Actor) => string {
  const { t } = useLanguage();
  const may = useMay();
  const { data } = useMembers(may('members'));
  const names = new Map(data?.items.map(({ id, name }) => [id, name]));
  return ({ id, role }) => {
    const name = names.get(id);
    const word = wordFor(t, 'role', role);
    return name && !isAbsent(name) ? `${name} (${word})` : word;
  };
}
