import type { ComponentProps } from 'react';
import { Link } from 'react-router';

/** What the components of `@luban/ui` render in place of `<a href>`: paths of the console change the page in place. */
export function RouterLink({ href, ...rest }: ComponentProps<'a'> & { href: string }) {
  const inPlace = href.startsWith('/') && !href.startsWith('//') && rest.target !== '_blank';
  return inPlace ? <Link to={href} {...rest} /> : <a href={href} {...rest} />;
}
