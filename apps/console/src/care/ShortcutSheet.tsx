import { Dialog, Kbd } from '@luban/ui';
import { useState } from 'react';
import { useText } from '../i18n/text.ts';
import type { Shortcut } from '../keyboard/shortcuts.ts';
import { useShortcutList } from '../keyboard/use-shell-keys.ts';

/** All keys that do something now. */
export function ShortcutSheet({ onClose }: { onClose(): void }) {
  const t = useText();
  const { shell, extensions } = useShortcutList();
  // Lists of objects are grids wherever they come from, and walked alike.
  const [listed] = useState(() => document.querySelector('main [role="grid"]') !== null);
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t('help.shortcuts')}>
      <div className="shell-sheet">
        <ShortcutPart title={t('sheet.shell')} shortcuts={shell} />
        <ShortcutPart
          title={t('sheet.navigation')}
          shortcuts={[
            { key: 'ArrowUp+ArrowDown', title: t('sheet.walk') },
            { key: 'ArrowLeft+ArrowRight', title: t('sheet.fold') },
          ]}
        />
        {listed && (
          <ShortcutPart
            title={t('sheet.list')}
            shortcuts={[
              { key: 'ArrowUp+ArrowDown', title: t('sheet.rows') },
              { key: 'j+k', title: t('sheet.rows') },
              { key: 'Enter', title: t('sheet.open') },
              { key: 'x', title: t('sheet.mark') },
              { key: '/', title: t('sheet.search') },
            ]}
          />
        )}
        {extensions.length > 0 && <ShortcutPart title={t('sheet.extensions')} shortcuts={extensions} />}
      </div>
    </Dialog>
  );
}

function ShortcutPart({ title, shortcuts }: { title: string; shortcuts: readonly Pick<Shortcut, 'key' | 'title'>[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {[...Map.groupBy(shortcuts, ({ title: what }) => what)].map(([what, ways]) => (
          <div key={what}>
            <dt>
              <bdi>{what}</bdi>
            </dt>
            <dd>
              {ways.map(({ key }) => (
                <Kbd key={key} keys={key} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
