import type { ReactNode } from 'react';

/** Sentences of the message catalogue, which set names of settings and fields in backticks. */
export function Words({ children }: { children: string | undefined }): ReactNode {
  if (children === undefined) return null;
  // Every second part stood between two of them.
  return children.split('`').map((part, index) => {
    return index % 2 === 1 ? <code key={index}>{part}</code> : part;
  });
}
