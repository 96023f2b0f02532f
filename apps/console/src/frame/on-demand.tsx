import { type ComponentType, useEffect, useState } from 'react';
import { useHost } from '../host/console-host.ts';
import { text } from '../i18n/text.ts';

export interface OnDemand<Props extends object> {
  Component: ComponentType<Props>;
  /** Fetches the code ahead. A failure shows when the component is wanted. */
  preload(): void;
}

/**
 * A component whose code is fetched when it is first wanted. Unlike `React.lazy`, code that is there already is rendered
 * in the same turn: the letters that follow a shortcut must not get lost.
 */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>): OnDemand<Props> {
  let loaded: ComponentType<Props> | undefined;
  const fetchOnce = async () => {
    loaded ??= await load();
    return loaded;
  };

  function Component(props: Props) {
    const { notices } = useHost();
    const [Loaded, setLoaded] = useState<ComponentType<Props> | undefined>(() => loaded);
    useEffect(() => {
      if (loaded !== undefined) return;
      fetchOnce().then(
        (component) => setLoaded(() => component),
        () => notices.add({ key: 'on-demand', tone: 'danger', title: text('frame.partMissing') }),
      );
    }, [notices]);
    return Loaded === undefined ? null : <Loaded {...props} />;
  }

  return { Component, preload: () => void fetchOnce().catch(() => undefined) };
}
