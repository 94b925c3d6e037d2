import type { AnchorHTMLAttributes, MouseEvent, Ref } from 'react';
import { navigate } from '../app/router.ts';

const isPlain = (event: MouseEvent) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

/** A real link (new tab, copy address) that moves inside the page on a plain click. */
export function Link({ to, ref, ...rest }: { to: string; ref?: Ref<HTMLAnchorElement> } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const onClick = (event: MouseEvent<HTMLAnchorElement>) => {
    rest.onClick?.(event);
    if (event.defaultPrevented || !isPlain(event)) return;
    event.preventDefault();
    navigate(to);
  };
  return <a {...rest} ref={ref} href={to} onClick={onClick} />;
}
