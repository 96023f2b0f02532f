import { useExtension } from '@luban/sdk';
import { useState } from 'react';

/** What a person has decided on so far. What they have not is as the package has it. */
export interface WizardDraft {
  /** Undefined: as it is. */
  config?: string | undefined;
  clusters?: string[] | undefined;
  overrides: Record<string, string>;
  automatic: boolean;
  ignoreDependencies: boolean;
  agreed: boolean;
}

export const UNTOUCHED: WizardDraft = { overrides: {}, automatic: false, ignoreDependencies: false, agreed: false };

/** Something was entered that it would be a pity to lose. */
export function isTouched({ config, clusters, overrides }: WizardDraft): boolean {
  return config !== undefined || clusters !== undefined || Object.keys(overrides).length > 0;
}

/**
 * The decisions of this tab about one version, kept until the tab closes: a reload, and a way round to install something
 * else first, lose nothing.
 */
export function useDraft(name: string, version: string) {
  const { storage } = useExtension();
  const key = `wizard ${name} ${version}`;
  const [draft, setDraft] = useState<WizardDraft>(() => read(storage.session.get(key)));
  const change = (part: Partial<WizardDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    storage.session.set(key, JSON.stringify(next));
  };
  return { draft, change, forget: () => storage.session.delete(key) };
}

function read(stored: unknown): WizardDraft {
  if (typeof stored !== 'string') return UNTOUCHED;
  try {
    return { ...UNTOUCHED, ...(JSON.parse(stored) as Partial<WizardDraft>) };
  } catch {
    return UNTOUCHED;
  }
}
