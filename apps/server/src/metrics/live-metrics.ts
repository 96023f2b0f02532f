import type { Metrics } from './metrics.ts';

export interface LiveSizes {
  /** Of the hub of live lists. */
  lists(): { tabs: number; subscriptions: number; sources: number };
  /** Open streams of the extension index. */
  indexStreams(): number;
}

/** How many look on, and how much of the clusters is followed for them. */
export function measureLive({ lists, indexStreams }: LiveSizes, metrics: Metrics): void {
  metrics.gauge({ name: 'luban_live_tabs', help: 'Tabs with live lists.' }, (gauge) => gauge.set(lists().tabs));
  metrics.gauge({ name: 'luban_live_subscriptions', help: 'Live lists that tabs look at.' }, (gauge) =>
    gauge.set(lists().subscriptions),
  );
  metrics.gauge({ name: 'luban_live_sources', help: 'Kinds of clusters that are followed for live lists.' }, (gauge) =>
    gauge.set(lists().sources),
  );
  metrics.gauge({ name: 'luban_index_streams', help: 'Tabs that follow the index of extensions.' }, (gauge) =>
    gauge.set(indexStreams()),
  );
}
