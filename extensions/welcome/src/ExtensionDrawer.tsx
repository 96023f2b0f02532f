import { useActions, useT, useTabs } from '@luban/sdk';
import { Button, DescriptionList, Drawer, Tabs } from '@luban/ui';
import { useState } from 'react';
import { ExtensionState } from './ExtensionState.tsx';
import { RESOURCE_TYPE } from './InstalledTable.tsx';
import { builtWith, type InstalledExtension } from './installed-extensions.ts';

/** Details of one installed extension, with the tabs and actions that others contribute. */
export function ExtensionDrawer({
  extension,
  onClose,
}: {
  extension: InstalledExtension | undefined;
  onClose: () => void;
}) {
  const t = useT();
  const tabs = useTabs<{ resource: InstalledExtension }>(RESOURCE_TYPE);
  const actions = useActions<{ resource: InstalledExtension }>(RESOURCE_TYPE);
  const [tab, setTab] = useState('overview');
  if (!extension) return null;

  return (
    <Drawer
      open
      onOpenChange={(open) => open || onClose()}
      title={extension.displayName}
      footer={actions.map((action) => (
        <Button key={action.key} onClick={() => void action.run({ resource: extension })}>
          {action.title}
        </Button>
      ))}
    >
      <Tabs
        value={tab}
        onValueChange={setTab}
        tabs={[
          { value: 'overview', label: t('tab.overview'), content: <Overview extension={extension} /> },
          ...tabs.map((contributed) => ({
            value: contributed.key,
            label: contributed.title,
            content: contributed.render({ resource: extension }),
          })),
        ]}
      />
    </Drawer>
  );
}

function Overview({ extension }: { extension: InstalledExtension }) {
  const t = useT();
  return (
    <DescriptionList
      items={[
        { term: t('column.name'), description: <code>{extension.name}</code> },
        { term: t('detail.description'), description: extension.description },
        { term: t('column.version'), description: extension.version },
        ...(extension.versions.length > 1
          ? [{ term: t('detail.versions'), description: extension.versions.join(', ') }]
          : []),
        { term: t('column.state'), description: <ExtensionState extension={extension} /> },
        { term: t('column.built'), description: builtWith(extension) ?? t('built.none') },
        { term: t('detail.framework'), description: extension.framework },
        ...extension.problems.map((problem) => ({ term: t('detail.problem'), description: problem.code })),
      ]}
    />
  );
}
