import { TextLink } from '@luban/ui';
import type { ReactNode } from 'react';

/** The address when it leads to a site or a mailbox; undefined for `javascript:` and all else. */
export function safeAddress(address: string | undefined): string | undefined {
  const url = address === undefined ? null : URL.parse(address);
  return url !== null && ['https:', 'http:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
}

/** A link that a package brings, in a tab that knows nothing of this one; text alone where it leads nowhere safe. */
export function SafeLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  const address = safeAddress(href);
  if (address === undefined) return <span>{children}</span>;
  return (
    <TextLink external href={address} rel="noopener noreferrer nofollow" referrerPolicy="no-referrer">
      {children}
    </TextLink>
  );
}
