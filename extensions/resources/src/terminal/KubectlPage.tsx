import { useShell, useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';
import { useMemo } from 'react';
import { Shell } from './Shell.tsx';

/** A shell with kubectl that acts as the person, where an administrator allows that. */
export default function KubectlPage() {
  const t = useT();
  const cluster = useShell((shell) => shell.cluster);
  const target = useMemo(() => ({ cluster: cluster ?? '' }), [cluster]);
  return (
    <div className="res-terminal-page">
      <PageHeader title={t('kubectl.title')} description={t('kubectl.help')} />
      <Shell path="/api/terminal/kubectl" target={target} />
    </div>
  );
}
