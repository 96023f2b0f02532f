import { useReadable } from '@luban/kernel/react';
import { Icon } from '@luban/ui/shell';
import { useEffect, useState } from 'react';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';

/** A stream that is back within this many milliseconds is nobody's concern. */
const PATIENCE = 4_000;

/** Says quietly that changes by others will not be seen until the event stream is back. */
export function ConnectionIndicator() {
  const t = useText();
  const { kernel } = useHost();
  const lost = useReadable(kernel.connection) === 'lost';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!lost) return setShown(false);
    const timer = setTimeout(() => setShown(true), PATIENCE);
    return () => clearTimeout(timer);
  }, [lost]);
  return (
    <div role="status" className="shell-connection" hidden={!shown}>
      {shown && (
        <>
          <Icon name="plug" size={12} /> <abbr title={t('connection.text')}>{t('connection.lost')}</abbr>
        </>
      )}
    </div>
  );
}
